//! throwaway
use cathode::content::{self, packs};
use cathode::sim::Simulation;
use cathode::sim::trade::components::*;
use cathode::sim::production::components::*;
use cathode::sim::plans::components::*;
use cathode::sim::investment::components::*;
use cathode::sim::ledger::components::*;
use cathode::content::ids::*;
fn main() {
    let words: Vec<String> = std::env::args().skip(2).collect();
    let months: usize = std::env::args().nth(1).and_then(|s| s.parse().ok()).unwrap_or(18);
    let loaded = content::load(&packs::levels(), "battery_race");
    let catalog = loaded.catalog.unwrap();
    let mut sim = Simulation::new(catalog.clone(), 1);
    for i in 0..=months {
        if i>0 { sim.step_month(); }
        for w in &words {
            let g = catalog.find::<GoodId>(w).unwrap();
            let world = sim.world();
            let k = world.resource::<Markets>().of(g);
            let mut q = world.try_query::<(&Facility,&Stocks,&Run,&Plan,&Capacity,&UnitCost)>().unwrap();
            let (mut made,mut cap,mut lim,mut stock,mut plan,mut cash,mut input_lim)=(0.,0.,0.,0.,0.,0.,0.);
            for (f,s,r,p,c,u) in q.iter(world) { if sim.facts().process(f.process).makes==g { made+=r.made; cap+=c.monthly(); lim+=c.monthly()*p.utilisation_limit; stock+=s.output; plan+=p.output; cash+=u.cash*c.monthly(); if r.limit>=0 {input_lim+=p.output-r.made;} } }
            let (mut held, mut wanted)=(0.,0.);
            for (r,n) in k.nodes.iter().enumerate() { held+=n.users_stock; let _=r; }
            for b in &k.buyers { if b.customer==Customer::Plants { wanted+=b.use_expected; } }
            let contracts: f64 = k.contracts.iter().map(|c|c.quantity).sum();
            let t = k.nodes[sim.catalog().scenario.china.index()].terms;
            println!("{} {:14} p {:7.2} orders {:8.1} sold {:8.1} made {:8.1} plan {:8.1} cap {:8.1} lim {:8.1} inlim {:6.1} stock {:8.1} d {:8.1} users {:.2} g {:.2} fill {:.2} cash {:.2} ctr {:.0} | mc {:.2} exp {:.2} cov {:.2} us {:.2} fl {:.2} ra {:.2} fl {:.2} mu {:.2} st {:.2} lag {:.2}", sim.now(), w, k.world_price, k.orders, k.sellers.iter().map(|s|s.sold).sum::<f64>(), made, plan, cap, lim, input_lim, stock, k.demand, held/wanted.max(1e-9), k.growth, k.fill, cash/cap, contracts, t.marginal_cost.exp(), t.expectations,t.cover,t.users_stock,t.flow,t.rationing,t.floor,t.markup,t.start,t.lag);
        }
    }
}
