//! Saves to test with: the size and noise of a real game, the same in every run.

use cathode::session::container::Save;
use cathode::session::header::{Header, PackUsed};
use cathode::units::Month;
use serde::{Deserialize, Serialize};

/// A stream of numbers that is the same on every machine (SplitMix64).
pub struct Noise(pub u64);

impl Noise {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Plant {
    pub id: String,
    pub capacity: f64,
    pub stock: f64,
    pub cents: i64,
}

pub fn header(title: &str, play_seconds: u64) -> Header {
    Header {
        title: title.to_owned(),
        game_version: "0.1.0".to_owned(),
        schema: 1,
        scenario: "decade".to_owned(),
        packs: vec![PackUsed { id: "base".to_owned(), version: "0.1.0".to_owned(), hash: 0x1234_5678_9abc_def0 }],
        seed: 42,
        month: Month::new(2025, 3),
        sides: vec!["us".to_owned()],
        play_seconds,
        checksum: 0xfeed_face_cafe_beef,
        body_bytes: 0,
    }
}

/// A few bytes of a game.
pub fn small(title: &str, play_seconds: u64) -> Save {
    let mut save = Save::new(header(title, play_seconds));
    save.put("turn", &play_seconds).unwrap();
    save
}

/// About 200 KB on disk: 600 plants and 25 years of noisy prices.
pub fn realistic(title: &str, play_seconds: u64) -> Save {
    let mut noise = Noise(play_seconds);
    let plant = |n: usize, noise: &mut Noise| Plant {
        id: format!("plant_{n}"),
        capacity: noise.unit() * 100.0,
        stock: noise.unit(),
        cents: noise.next() as i64 >> 20,
    };
    let plants: Vec<Plant> = (0..600).map(|n| plant(n, &mut noise)).collect();
    let history: Vec<f64> = (0..23_000).map(|_| noise.unit() * 50.0).collect();
    let mut save = Save::new(header(title, play_seconds));
    save.put("plants", &plants).unwrap();
    save.put("history", &history).unwrap();
    save.put("orders", &vec!["(month: \"2025-03\", order: BuildPlant(site: \"warren\"))"; 400]).unwrap();
    save
}
