//! `cathode screenshot`: a screen of the window as a picture, without a window.

use std::path::PathBuf;

use super::console::Console;
use super::failure::Failure;
use super::open;

/// What may follow `cathode screenshot`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode screenshot battery_race map map.png
  cathode screenshot battery_race markets markets.png --size 1920x1080 --quarters 8
  cathode screenshot \"my game\" boards/automakers makers.png
  cathode screenshot \"my game\" briefing briefing.png

Screens: map, chain, markets, boards, policies, diplomacy, technology, politics, score; a page of one behind a stroke:
boards/mining, refining, cells, automakers, diplomacy/countries, deal, deals, ladder, rival.
Over a screen: briefing, events, end, save, load, keys, result. And the start: start.")]
pub struct Args {
    /// The level, or the name or file of a save.
    level: String,
    /// The screen, a page of it, or what lies over it.
    screen: String,
    /// The file, a PNG.
    file: PathBuf,
    /// Width and height.
    #[arg(long, default_value = "1280x720", value_name = "WxH", value_parser = size)]
    size: (u32, u32),
    /// Quarters that are played first.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=400))]
    quarters: u32,
}

/// `1280x720`.
fn size(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once(['x', 'X', '×']).and_then(|(w, h)| Some((w.trim().parse().ok()?, h.trim().parse().ok()?)));
    let size = parts.ok_or("write it like 1280x720")?;
    let is_sane = (640..=4096).contains(&size.0) && (480..=4096).contains(&size.1);
    if is_sane { Ok(size) } else { Err("it must be from 640x480 to 4096x4096".to_owned()) }
}

/// Runs the command.
///
/// # Errors
/// If the game cannot be opened, or this build or machine cannot draw.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let Some(draw) = console.front().picture else {
        return Err(Failure::Input("This build draws no pictures: it was made without the window (feature `desktop`).".to_owned()));
    };
    let mut game = open::game_or_level(&args.level, console)?;
    for _ in 0..args.quarters {
        game.end_quarter();
    }
    draw(game, &args.screen, args.size, &args.file).map_err(Failure::Input)
}
