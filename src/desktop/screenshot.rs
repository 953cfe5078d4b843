//! A screen as a picture, drawn without a window or a display.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bevy::app::ScheduleRunnerPlugin;
use bevy::camera::RenderTarget;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::render_resource::{TextureFormat, TextureUsages};
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use bevy_egui::{EguiContexts, EguiPlugin, EguiPrimaryContextPass};

use super::{quiet_log, quietly};
use crate::session::files::SaveFolder;
use crate::session::game::Game;
use crate::ui;

/// Frames after which everything stands where it stays.
const SETTLED: u32 = 20;
/// Frames after which a picture that never came is given up.
const PATIENCE: u32 = 600;

/// What is drawn, and how far it is.
#[derive(Resource)]
struct Drawn {
    app: ui::App,
    frames: u32,
    target: Handle<Image>,
    size: (u32, u32),
    file: PathBuf,
    result: Arc<Mutex<Result<(), String>>>,
}

/// Draws a screen of a game into a PNG file.
///
/// # Errors
/// If there is no such screen, nothing that can draw, or the file cannot be written.
pub fn draw(game: Game, screen: &str, size: (u32, u32), file: &Path) -> Result<(), String> {
    let mut app = ui::App::with_game(game, SaveFolder::at(PathBuf::new()));
    app.open_named(screen)?;
    app.still = true;
    let result = Arc::new(Mutex::new(Err("The picture was not drawn in time.".to_owned())));
    let kept = Arc::clone(&result);
    let file = file.to_path_buf();
    quietly(move || run(app, size, file, kept))
        .map_err(|why| format!("The picture cannot be drawn: {why}. The software driver (`mesa-vulkan-drivers`) is enough."))?;
    result.lock().map_or_else(|_| Err("The picture was lost.".to_owned()), |told| told.clone())
}

fn run(shown: ui::App, size: (u32, u32), file: PathBuf, result: Arc<Mutex<Result<(), String>>>) {
    let mut app = App::new();
    let window = WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() };
    app.add_plugins(
        DefaultPlugins
            .set(window)
            .set(quiet_log())
            .set(RenderPlugin { synchronous_pipeline_compilation: true, ..default() })
            .disable::<WinitPlugin>(),
    )
    .add_plugins(ScheduleRunnerPlugin::run_loop(Duration::ZERO))
    .add_plugins(EguiPlugin::default())
    .insert_resource(Drawn { app: shown, frames: 0, target: Handle::default(), size, file, result })
    .add_systems(Startup, prepare)
    .add_systems(EguiPrimaryContextPass, paint)
    .add_systems(Update, take);
    app.run();
}

fn prepare(mut commands: Commands, mut drawn: ResMut<Drawn>, mut images: ResMut<Assets<Image>>) {
    let mut image = Image::new_target_texture(drawn.size.0, drawn.size.1, TextureFormat::Rgba8UnormSrgb, None);
    image.texture_descriptor.usage |= TextureUsages::COPY_SRC;
    drawn.target = images.add(image);
    commands.spawn((Camera2d, Msaa::Off, RenderTarget::Image(drawn.target.clone().into())));
}

fn paint(mut contexts: EguiContexts, mut drawn: ResMut<Drawn>) -> Result {
    let ctx = contexts.ctx_mut()?;
    drawn.app.show(ctx);
    Ok(())
}

fn take(mut commands: Commands, mut drawn: ResMut<Drawn>, mut exit: MessageWriter<AppExit>) {
    drawn.frames += 1;
    if drawn.frames == SETTLED {
        let (file, result) = (drawn.file.clone(), Arc::clone(&drawn.result));
        let keep = move |captured: On<ScreenshotCaptured>, mut exit: MessageWriter<AppExit>| {
            let written = write(&captured.image, &file);
            if let Ok(mut result) = result.lock() {
                *result = written;
            }
            exit.write(AppExit::Success);
        };
        commands.spawn(Screenshot::image(drawn.target.clone())).observe(keep);
    } else if drawn.frames > PATIENCE {
        exit.write(AppExit::Success);
    }
}

fn write(image: &Image, file: &Path) -> Result<(), String> {
    let picture = image.clone().try_into_dynamic().map_err(|error| format!("The picture cannot be read back: {error}."))?;
    picture.to_rgb8().save(file).map_err(|error| format!("`{}` cannot be written: {error}.", file.display()))
}
