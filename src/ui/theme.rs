//! The look: colours by what they mean, type, measures. Nothing else defines a colour or a font.

use std::sync::Arc;

use egui::{Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, Visuals};

use crate::content::Catalog;
use crate::content::definitions::chain::Stage;
use crate::content::ids::RegionId;

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Behind everything.
pub const GROUND: Color32 = rgb(0x0B131B);
/// Bars and panels.
pub const PANEL: Color32 = rgb(0x101B26);
/// What stands out of a panel: buttons, the row under the pointer.
pub const RAISED: Color32 = rgb(0x152330);
/// Borders and rules.
pub const HAIRLINE: Color32 = rgb(0x213243);
/// What is read first.
pub const TEXT: Color32 = rgb(0xDCE7F0);
/// Units, captions, what is read second.
pub const QUIET: Color32 = rgb(0x8296A8);
/// What may be overlooked.
pub const FAINT: Color32 = rgb(0x5C7186);
/// The one thing to press.
pub const ACCENT: Color32 = rgb(0xF2C14E);
/// Text on the accent.
pub const ON_ACCENT: Color32 = rgb(0x1A1405);
/// The United States.
pub const US: Color32 = rgb(0x5B9BFF);
/// China.
pub const CHINA: Color32 = rgb(0xF0616D);
/// Partners of the United States.
pub const PARTNERS: Color32 = rgb(0x6FC3A5);
/// Better for the side that looks.
pub const BETTER: Color32 = rgb(0x63C28A);
/// Worse for the side that looks.
pub const WORSE: Color32 = rgb(0xE8925A);
/// Land of which a map says nothing.
pub const LAND: Color32 = rgb(0x1A2937);

/// Space between panels.
pub const GUTTER: f32 = 12.0;
/// Rounding of panels.
pub const RADIUS: CornerRadius = CornerRadius::same(8);
/// Rounding of buttons and chips.
pub const SMALL_RADIUS: CornerRadius = CornerRadius::same(6);

/// A rule.
#[must_use]
pub const fn hairline() -> Stroke {
    Stroke { width: 1.0, color: HAIRLINE }
}

/// Colour of a stage.
#[must_use]
pub const fn stage(stage: Stage) -> Color32 {
    match stage {
        Stage::Mining => rgb(0xC9954A),
        Stage::Refining => rgb(0x3FB3A8),
        Stage::Materials => rgb(0x9A86F0),
        Stage::Cells => rgb(0x6DBE5F),
        Stage::Cars => rgb(0x66A9E8),
        Stage::Recycling => rgb(0xB7C26A),
    }
}

/// Colour of a region: the sides, the democracies of the Pacific and of Europe as partners, grey for all others.
#[must_use]
pub fn region(catalog: &Catalog, region: RegionId) -> Color32 {
    use crate::content::definitions::places::Bloc;
    if region == catalog.scenario.us {
        return US;
    }
    if region == catalog.scenario.china {
        return CHINA;
    }
    match catalog[region].bloc {
        Bloc::NorthAmerica | Bloc::JapanKorea | Bloc::Europe => PARTNERS,
        _ if catalog[region].zone == crate::content::definitions::places::Zone::Australia => PARTNERS,
        _ => QUIET,
    }
}

/// Colour between two, `share` of the way.
#[must_use]
pub fn mix(from: Color32, to: Color32, share: f32) -> Color32 {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let part = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color32::from_rgb(part(from.r(), to.r()), part(from.g(), to.g()), part(from.b(), to.b()))
}

/// A colour that lets the ground through.
#[must_use]
pub fn faded(color: Color32, share: f32) -> Color32 {
    color.gamma_multiply(share)
}

fn strong() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// 10 px: names under icons, ticks of small charts.
#[must_use]
pub const fn tiny() -> FontId {
    FontId::new(10.0, FontFamily::Proportional)
}

/// 11 px: captions and units.
#[must_use]
pub const fn small() -> FontId {
    FontId::new(11.0, FontFamily::Proportional)
}

/// 13 px: everything.
#[must_use]
pub const fn body() -> FontId {
    FontId::new(13.0, FontFamily::Proportional)
}

/// 13 px, read first.
#[must_use]
pub fn bold() -> FontId {
    FontId::new(13.0, strong())
}

/// 11 px, read first.
#[must_use]
pub fn small_bold() -> FontId {
    FontId::new(11.0, strong())
}

/// 15 px: titles.
#[must_use]
pub fn title() -> FontId {
    FontId::new(15.0, strong())
}

/// 30 px: the name of the game.
#[must_use]
pub fn display() -> FontId {
    FontId::new(30.0, strong())
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 2] = [
        ("inter", include_bytes!("../../assets/fonts/Inter-Regular.otf")),
        ("inter-strong", include_bytes!("../../assets/fonts/Inter-SemiBold.otf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // What the own fonts lack comes from those behind them.
    let behind = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, first) in [(FontFamily::Proportional, "inter"), (strong(), "inter-strong")] {
        let list = std::iter::once(first.to_owned()).chain(behind.iter().cloned()).collect();
        fonts.families.insert(family, list);
    }
    fonts
}

/// Gives a context the look. Its fonts are there from the next frame on.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_theme(egui::Theme::Dark);
    ctx.all_styles_mut(|style| {
        style.visuals = visuals();
        style.spacing.item_spacing = egui::vec2(8.0, 6.0);
        // Words, chips and fields of a row stand on one line.
        style.spacing.interact_size.y = 22.0;
        style.spacing.button_padding = egui::vec2(10.0, 4.0);
        style.spacing.scroll = egui::style::ScrollStyle::thin();
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.25;
        for (name, font) in [
            (egui::TextStyle::Body, body()),
            (egui::TextStyle::Button, body()),
            (egui::TextStyle::Small, small()),
            (egui::TextStyle::Heading, title()),
        ] {
            style.text_styles.insert(name, font);
        }
    });
}

fn visuals() -> Visuals {
    let mut visuals = Visuals::dark();
    visuals.panel_fill = GROUND;
    visuals.window_fill = PANEL;
    visuals.window_stroke = hairline();
    visuals.window_corner_radius = RADIUS;
    visuals.menu_corner_radius = SMALL_RADIUS;
    visuals.extreme_bg_color = GROUND;
    visuals.faint_bg_color = PANEL;
    visuals.override_text_color = Some(TEXT);
    visuals.selection.bg_fill = faded(ACCENT, 0.30);
    visuals.selection.stroke = Stroke::new(1.0, ACCENT);
    visuals.slider_trailing_fill = true;
    let widgets = &mut visuals.widgets;
    for (state, fill, line) in [
        (&mut widgets.noninteractive, PANEL, HAIRLINE),
        (&mut widgets.inactive, RAISED, HAIRLINE),
        (&mut widgets.hovered, HAIRLINE, FAINT),
        (&mut widgets.active, HAIRLINE, QUIET),
        (&mut widgets.open, RAISED, FAINT),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, line);
        state.fg_stroke = Stroke::new(1.0, TEXT);
        state.corner_radius = SMALL_RADIUS;
        state.expansion = 0.0;
    }
    visuals
}
