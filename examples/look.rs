//! throwaway
use cathode::content::{self, packs, render};
use cathode::sim::Simulation;
use cathode::content::ids::*;
fn main() {
    let level = std::env::args().nth(1).unwrap_or("battery_race".into());
    let months: usize = std::env::args().nth(2).and_then(|s| s.parse().ok()).unwrap_or(18);
    let t = std::time::Instant::now();
    let loaded = content::load(&packs::levels(), &level);
    println!("load {:?}", t.elapsed());
    let text = render::text(&loaded.problems, &loaded.files);
    println!("{}", text.chars().take(6000).collect::<String>());
    let Some(catalog) = loaded.catalog else { println!("{}", "no"); return };
    let t = std::time::Instant::now();
    let mut sim = Simulation::new(catalog.clone(), 1);
    println!("setup {:?}", t.elapsed());
    for w in sim.check_books() { println!("BOOK {w}"); }
    let show = |sim: &Simulation| {
        let m = sim.world().resource::<cathode::sim::trade::components::Markets>();
        let c = sim.world().resource::<cathode::sim::buyers::components::Cars>();
        print!("{} pack {:6.1} ", sim.now(), c.pack_price);
        let mut plug=0.0; let mut all=0.0; let mut us=[0.0;2]; let mut cn=[0.0;2];
        let r = sim.facts().regions;
        for (i,p) in c.presences.iter().enumerate() { let s=p.sold; plug+=s[2]+s[3]; all+=s.iter().sum::<f64>();
          if i%r==sim.catalog().scenario.us.index() {us[0]+=s[2]+s[3];us[1]+=s.iter().sum::<f64>()} if i%r==sim.catalog().scenario.china.index() {cn[0]+=s[2]+s[3];cn[1]+=s.iter().sum::<f64>()} }
        print!("plug {:6.0} k/mo {:4.1}% us {:4.1}% cn {:4.1}% | ", plug, 100.*plug/all, 100.*us[0]/us[1], 100.*cn[0]/cn[1]);
        for w in ["lithium_carbonate","lithium_hydroxide","spodumene_concentrate","nickel_sulfate","cobalt_sulfate","anode_material","lfp_cathode","nmc_high_cathode","lfp_cell","nmc_high_cell"] {
            if let Some(g) = sim.catalog().find::<GoodId>(w) { let k=m.of(g); print!("{} {:.2}/{:.2} ", w.chars().take(9).collect::<String>(), k.world_price, k.fill); } }
        println!();
    };
    show(&sim);
    let t = std::time::Instant::now();
    for i in 0..months { sim.step_month(); if i<6 || i%6==5 { show(&sim); }
      let b=sim.check_books(); if !b.is_empty() { for w in b.iter().take(8) { println!("BOOK {w}"); } break; } }
    println!("{:?} per month", t.elapsed()/months as u32);
    if std::env::args().nth(3).is_some() {
        let m = sim.world().resource::<cathode::sim::trade::components::Markets>();
        for (i,k) in m.goods.iter().enumerate() { let made:f64=k.nodes.iter().map(|n|n.made).sum(); let cap:f64=k.nodes.iter().map(|n|n.capacity).sum();
          println!("{:24} price {:9.3} start {:9.3} made {:9.2} cap/mo {:9.2} util {:.2} fill {:.2} growth {:.2} mc {:9.3}", sim.catalog().word(ItemKind::Good,i), k.world_price, sim.catalog().good_states.iter().find(|s|s.good.index()==i).map_or(0.,|s|s.price_musd.all), made, cap/12., made/(cap/12.), k.fill, k.growth, k.marginal_cost); }
        for (mo,n) in sim.history().notes.iter().rev().take(30) { println!("{mo} {n}"); }
        let e: usize = m.goods.iter().map(|k|k.sellers.len()*k.buyers.len()).sum(); let c: usize = m.goods.iter().map(|k|k.contracts.len()).sum(); let sn=sim.snapshot(); println!("edges {e} contracts {c} lines {} projects {} history {}", sn.lines.facility.len(), sn.pipeline.projects.len(), sim.history().series.len());for (i,k) in m.goods.iter().enumerate() { if k.sellers.len()*k.buyers.len()>1500 {println!("{} {}x{}", sim.catalog().word(ItemKind::Good,i), k.sellers.len(), k.buyers.len());}}
        println!("checksum {:016x} size {}", sim.checksum(), rmp_serde::to_vec_named(&sim.snapshot()).unwrap().len());
    }
}
