//! The window: Bevy's renderer and input around [`crate::ui`]. Everything that is seen is drawn there; here is only what gives it a
//! place on a screen and the player's hands.

pub mod screenshot;

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bevy::app::TaskPoolOptions;
use bevy::ecs::message::Messages;
use bevy::input::keyboard::{KeyboardFocusLost, KeyboardInput};
use bevy::log::{Level, LogPlugin};
use bevy::prelude::*;
use bevy::window::{PresentMode, RequestRedraw};
use bevy::winit::{UpdateMode, WinitSettings};
use bevy_egui::egui::{Event, Modifiers};
use bevy_egui::helpers::{bevy_to_egui_key, bevy_to_egui_physical_key};
use bevy_egui::{EguiContexts, EguiInput, EguiPlugin, EguiPreUpdateSet, EguiPrimaryContextPass};

use crate::session::files::SaveFolder;
use crate::session::game::Game;
use crate::ui;

/// How long the window waits before it draws again: after something was pressed or moved, while flows move on a screen, while something
/// small is not done (a dialog that opens, a cursor that blinks), and while nothing moves. What is pressed wakes it at once.
const LIVELY: Duration = Duration::from_millis(16);
/// As above.
const MOVING: Duration = Duration::from_millis(50);
/// As above.
const STIRRING: Duration = Duration::from_millis(100);
/// As above.
const STILL: Duration = Duration::from_secs(20);
/// Seconds for which the window stays lively: menus and tips open and fade.
const LINGER: f64 = 0.7;
/// Frames for which it stays so at least: the months of a quarter take longer than that, and what opens after them grows frame by frame.
const SETTLE: u32 = 8;
/// Seconds without a hand on mouse or keys after which flows rest too: nobody may be looking.
const REST: f64 = 20.0;

/// Whether a first frame has been drawn; what goes wrong from then on is a fault to be reported, not a missing window.
static DRAWN: AtomicBool = AtomicBool::new(false);

/// Threads of the engine, however few processors there are: a campaign that begins sets up its world with schedules of its own, which
/// need a worker while the window waits for them.
const THREADS: usize = 4;

/// What is shown in the window. It stays on the main thread, for the same reason: a worker that ran it would wait for itself.
struct Shown {
    app: ui::App,
    /// When something was pressed or moved last, on egui's clock.
    touched: f64,
    /// Frames that are still to follow what was pressed.
    settling: u32,
}

/// Opens the window with a game, or with the start, and comes back when it is closed.
///
/// # Errors
/// Why there can be no window: no display, or nothing that can draw on it.
pub fn open(game: Option<Game>, saves: SaveFolder) -> Result<(), String> {
    let app = match game {
        Some(game) => ui::App::with_game(game, saves),
        None => ui::App::new(saves),
    };
    quietly(|| run(app))
}

fn run(shown: ui::App) {
    let window = Window {
        title: "Cathode".to_owned(),
        name: Some("cathode".to_owned()),
        resolution: (1280, 720).into(),
        present_mode: PresentMode::AutoVsync,
        resize_constraints: WindowResizeConstraints { min_width: 1100.0, min_height: 640.0, ..default() },
        ..default()
    };
    let mut app = App::new();
    app.add_plugins(DefaultPlugins.set(WindowPlugin { primary_window: Some(window), ..default() }).set(quiet_log()).set(workers()))
        .add_plugins(EguiPlugin::default())
        .insert_resource(pace(LIVELY))
        .insert_resource(ClearColor(Color::BLACK))
        .insert_non_send(Shown { app: shown, touched: 0.0, settling: SETTLE })
        .add_systems(Startup, look)
        .add_systems(PreUpdate, (hush, chord).after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass))
        .add_systems(EguiPrimaryContextPass, draw)
        .add_systems(Last, (leave, calm));
    app.run();
}

fn workers() -> TaskPoolPlugin {
    let most = std::thread::available_parallelism().map_or(THREADS, std::num::NonZero::get).max(THREADS);
    TaskPoolPlugin { task_pool_options: TaskPoolOptions::with_num_threads(most) }
}

/// A window that draws by itself after so long.
fn pace(wait: Duration) -> WinitSettings {
    WinitSettings { focused_mode: UpdateMode::reactive(wait), unfocused_mode: UpdateMode::reactive(2 * wait) }
}

/// Only what a player could do something about is told; the rest is the engine's own.
fn quiet_log() -> LogPlugin {
    LogPlugin { level: Level::ERROR, filter: "error,wgpu=off,wgpu_hal=off,bevy_egui=off".to_owned(), ..default() }
}

/// egui smooths its own edges, so the camera need not: it halves the work of a processor that draws.
fn look(mut commands: Commands) {
    commands.spawn((Camera2d, Msaa::Off));
}

fn draw(
    mut contexts: EguiContexts,
    mut shown: NonSendMut<Shown>,
    mut settings: ResMut<WinitSettings>,
    mut exit: MessageWriter<AppExit>,
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let (time, busy) = ctx.input(|input| (input.time, !input.events.is_empty()));
    if busy {
        (shown.touched, shown.settling) = (time, SETTLE);
    }
    if shown.app.show(ctx) == ui::app::Wish::Close {
        exit.write(AppExit::Success);
    }
    shown.settling = shown.settling.saturating_sub(1);
    let wait = if time < shown.touched + LINGER || shown.settling > 0 {
        LIVELY
    } else if time < shown.touched + REST && shown.app.moves() {
        MOVING
    } else if ctx.has_requested_repaint() {
        STIRRING
    } else {
        STILL
    };
    let wanted = pace(wait);
    if settings.focused_mode != wanted.focused_mode {
        *settings = wanted;
    }
    DRAWN.store(true, Ordering::Relaxed);
    Ok(())
}

/// Modifiers are told anew in every frame, and whatever is told makes egui ask for a further frame at once: what has not changed is not
/// told again, or the window would draw without a pause.
fn hush(mut inputs: Query<&mut EguiInput>, mut held: Local<Modifiers>) {
    for mut input in &mut inputs {
        input.events.retain(|event| match event {
            Event::ModifiersChanged(now) => std::mem::replace(&mut *held, *now) != *now,
            _ => true,
        });
    }
}

/// Keys are told with the modifiers that are held when a frame begins; what was held when each was pressed is looked up here.
fn chord(
    mut keys: MessageReader<KeyboardInput>,
    mut lost: MessageReader<KeyboardFocusLost>,
    mut inputs: Query<&mut EguiInput>,
    mut held: Local<[bool; 2]>,
) {
    // Whoever leaves the window lets go of keys where nobody sees it.
    if lost.read().count() > 0 {
        *held = [false; 2];
    }
    let mut pressed = Vec::new();
    for key in keys.read() {
        match (key.key_code, key.state.is_pressed()) {
            (KeyCode::ControlLeft, down) => held[0] = down,
            (KeyCode::ControlRight, down) => held[1] = down,
            (code, true) => {
                let name = bevy_to_egui_key(&key.logical_key).or_else(|| bevy_to_egui_physical_key(&code));
                pressed.extend(name.map(|name| (name, held[0] || held[1])));
            }
            (_, false) => {}
        }
    }
    // On a Mac another key commands.
    if !pressed.is_empty() && !cfg!(target_os = "macos") {
        inputs.iter_mut().for_each(|mut input| ui::keys::hold(&mut input.events, &pressed));
    }
}

/// Whoever leaves keeps the game, however the window is closed.
fn leave(mut exits: MessageReader<AppExit>, mut shown: NonSendMut<Shown>) {
    if exits.read().next().is_some() {
        shown.app.leave();
    }
}

/// The pace decides when the next frame comes; asked in every frame, the engine would draw without a pause.
fn calm(mut asked: ResMut<Messages<RequestRedraw>>) {
    asked.clear();
}

/// Runs what may stop for want of a display or of a driver, which the engine tells by a panic; the error is what it said.
fn quietly(run: impl FnOnce()) -> Result<(), String> {
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if DRAWN.load(Ordering::Relaxed) {
            loud(info);
        }
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    let _ = panic::take_hook();
    match result {
        Ok(()) => Ok(()),
        Err(fault) if DRAWN.load(Ordering::Relaxed) => panic::resume_unwind(fault),
        Err(fault) => {
            let said = fault.downcast_ref::<String>().map(String::as_str).or_else(|| fault.downcast_ref::<&str>().copied());
            Err(reason(said.unwrap_or_default()).to_owned())
        }
    }
}

/// What the engine said, in words for a player.
fn reason(said: &str) -> &'static str {
    if said.contains("GPU") {
        "there is no graphics driver"
    } else if said.contains("LibraryOpenError") || said.contains("could not be loaded") {
        "a library of the display is missing: libxcursor1, libxi6 and libxkbcommon-x11-0 are needed"
    } else if said.contains("event loop") {
        "the display cannot be reached"
    } else {
        "the window system stopped"
    }
}
