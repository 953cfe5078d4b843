//! Every kind of wrong bytes is refused with a sentence, quickly and without panic.

use super::samples::{Noise, Plant, header, realistic, small};
use cathode::session::container::{MAGIC, MAX_BODY, MAX_FILE, Save, read_header};
use cathode::session::errors::{SaveError, SaveFault};
use proptest::prelude::{any, prop};
use proptest::test_runner::{Config, TestRunner};
use std::fs;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

const SEAL: usize = 16;
const PREFIX: usize = 32;

/// Refused, and the refusal is a text that a person can use.
fn refusal(bytes: &[u8]) -> SaveError {
    let error = Save::decode(bytes).expect_err("wrong bytes were taken for a game");
    let text = error.to_string();
    assert!(text.starts_with("This save") && text.ends_with(['.', '?']) && text.len() < 400, "{text}");
    error
}

/// Makes the checksums fit again, as a forger would.
fn reseal(bytes: &mut Vec<u8>) {
    let header = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    if let Some(text) = bytes.get(PREFIX..PREFIX + header) {
        let label = xxh3_64(&[&bytes[..24], text].concat());
        bytes[24..PREFIX].copy_from_slice(&label.to_le_bytes());
    }
    bytes.truncate(bytes.len() - SEAL);
    let seal = xxh3_128(bytes);
    bytes.extend_from_slice(&seal.to_le_bytes());
}

/// A save whose header and stored body are given, with checksums that fit.
fn forge(header: &[u8], body: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&1_u32.to_le_bytes());
    bytes.extend_from_slice(&(header.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    bytes.extend_from_slice(header);
    bytes.extend_from_slice(body);
    bytes.extend_from_slice(&[0; SEAL]);
    reseal(&mut bytes);
    bytes
}

fn header_of_body(body_bytes: u64) -> Vec<u8> {
    let mut header = header("forged", 0);
    header.body_bytes = body_bytes;
    rmp_serde::to_vec_named(&header).unwrap()
}

#[test]
fn a_game_comes_back_as_it_was() {
    let save = realistic("A long game", 7);
    let bytes = save.encode_checked().unwrap();
    assert!((150_000..250_000).contains(&bytes.len()), "{} bytes", bytes.len());
    let back = Save::decode(&bytes).unwrap();
    assert_eq!(back.section("history").unwrap(), save.section("history").unwrap());
    let plants: Vec<Plant> = back.value("plants").unwrap();
    assert_eq!((plants.len(), plants[599].id.as_str()), (600, "plant_599"));
    assert_eq!(back.labels().collect::<Vec<_>>(), ["history", "orders", "plants"]);
    assert_eq!(back.encode().unwrap(), bytes, "saving what was loaded gives the same bytes");
}

#[test]
fn twenty_thousand_bit_flips_are_refused() {
    let mut bytes = realistic("flips", 1).encode().unwrap();
    let bits = bytes.len() * 8;
    let mut noise = Noise(1);
    // Every bit of the prefix, the header and the seal, then bits anywhere.
    let edges = (0..(PREFIX + 400) * 8).chain(bits - SEAL * 8..bits);
    let anywhere: Vec<usize> = (0..20_000).map(|_| noise.below(bits)).collect();
    for bit in edges.chain(anywhere) {
        bytes[bit / 8] ^= 1 << (bit % 8);
        refusal(&bytes);
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    Save::decode(&bytes).unwrap();
}

#[test]
fn truncation_at_every_64th_byte_and_all_over_the_label_is_refused() {
    let bytes = realistic("truncated", 2).encode().unwrap();
    for length in (0..bytes.len()).step_by(64).chain(0..600).chain(bytes.len() - 64..bytes.len()) {
        let error = refusal(&bytes[..length]);
        assert!(matches!(error.fault, SaveFault::CutOff { .. }), "{length}: {error}");
    }
}

#[test]
fn appended_swapped_and_zeroed_bytes_are_refused() {
    let bytes = realistic("rot", 3).encode().unwrap();
    for extra in [1, 16, 512, 100_000] {
        for filler in [0_u8, 0xff] {
            let longer = [bytes.as_slice(), &vec![filler; extra]].concat();
            assert!(matches!(refusal(&longer).fault, SaveFault::Damaged { .. }));
        }
    }
    refusal(&[bytes.as_slice(), &bytes].concat());
    for start in (0..bytes.len() - 1024).step_by(512) {
        let mut zeroed = bytes.clone();
        zeroed[start..start + 512].fill(0);
        refusal(&zeroed);
        let mut swapped = bytes.clone();
        swapped.copy_within(start + 512..start + 1024, start);
        swapped[start + 512..start + 1024].copy_from_slice(&bytes[start..start + 512]);
        refusal(&swapped);
    }
    refusal(&vec![0; bytes.len()]);
}

#[test]
fn forged_checksums_never_make_the_decoder_panic() {
    let bytes = small("forged", 4).encode().unwrap();
    let mut noise = Noise(4);
    for _ in 0..20_000 {
        let mut forged = bytes.clone();
        for _ in 0..=noise.below(4) {
            // The length of the header stays, as the forger needs it to make the checksum.
            let at = 16 + noise.below(forged.len() - 16);
            forged[at] = noise.next() as u8;
        }
        reseal(&mut forged);
        let _ = Save::decode(&forged);
    }
}

#[test]
fn random_bytes_with_the_right_beginning_never_make_the_decoder_panic() {
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(2_000) });
    let garbage = (prop::collection::vec(any::<u8>(), 0..300), prop::collection::vec(any::<u8>(), 0..300));
    runner
        .run(&garbage, |(header, body)| {
            refusal(&body);
            refusal(&[MAGIC.as_slice(), &body].concat());
            refusal(&forge(&header, &body));
            refusal(&forge(&header_of_body(body.len() as u64), &zstd::bulk::compress(&[&[200], body.as_slice()].concat(), 3).unwrap()));
            Ok(())
        })
        .unwrap();
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the claim is about time")]
fn a_bomb_is_refused_quickly_whatever_it_claims() {
    let zeros = vec![0_u8; MAX_BODY + (64 << 20)];
    let bomb = zstd::bulk::compress(&zeros, 3).unwrap();
    drop(zeros);
    assert!(bomb.len() < 100_000);
    let started = Instant::now();
    for claim in [0, 1, 1000, MAX_BODY as u64, MAX_BODY as u64 + 1, (MAX_BODY + (64 << 20)) as u64, u64::MAX] {
        let error = refusal(&forge(&header_of_body(claim), &bomb));
        assert!(matches!(error.fault, SaveFault::TooLarge { .. }), "{claim}: {error}");
    }
    // A frame that tells nothing about its content, and two frames of which only the first tells the truth.
    let two = [zstd::bulk::compress(&[0; 10], 3).unwrap(), bomb.clone()].concat();
    assert!(matches!(refusal(&forge(&header_of_body(10), &two)).fault, SaveFault::Damaged { .. }));
    let mut silent = zstd::stream::Encoder::new(Vec::new(), 3).unwrap();
    silent.include_contentsize(false).unwrap();
    std::io::Write::write_all(&mut silent, &[0; 100_000]).unwrap();
    assert!(matches!(refusal(&forge(&header_of_body(10), &silent.finish().unwrap())).fault, SaveFault::Damaged { .. }));
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

#[test]
fn lengths_beyond_reason_are_refused_before_anything_is_allocated() {
    let mut bytes = small("long", 5).encode().unwrap();
    bytes[16..24].copy_from_slice(&(1_u64 << 40).to_le_bytes());
    reseal(&mut bytes);
    assert!(matches!(refusal(&bytes).fault, SaveFault::TooLarge { .. }));
    let mut save = Save::new(header("long", 5));
    let error = save.add("huge", &vec![0; MAX_BODY]).unwrap_err();
    assert!(matches!(error.fault, SaveFault::TooLarge { .. }), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sparse.cathsav");
    fs::File::create(&path).unwrap().set_len(MAX_FILE as u64 * 100).unwrap();
    let error = cathode::session::disk::read(&path).unwrap_err();
    assert!(error.to_string().contains("6500 MiB where 65 MiB is the most"), "{error}");
}

#[test]
fn other_versions_are_named_as_such() {
    let bytes = small("versions", 6).encode().unwrap();
    let with_container = |version: u32| {
        let mut other = bytes.clone();
        other[8..12].copy_from_slice(&version.to_le_bytes());
        reseal(&mut other);
        refusal(&other)
    };
    let newer = with_container(2);
    assert!(matches!(newer.fault, SaveFault::NewerGame { .. }) && newer.to_string().contains("Update the game"), "{newer}");
    let older = with_container(0);
    assert!(
        matches!(older.fault, SaveFault::OlderGame { format: 0 }) && older.to_string().contains("an old Cathode (format 0)"),
        "{older}"
    );

    let header = header("versions", 6);
    header.require_schema(1..=3).unwrap();
    let mut future = header.clone();
    (future.schema, future.game_version) = (9, "7.1.0".to_owned());
    let newer = future.require_schema(1..=3).unwrap_err().to_string();
    assert!(newer.contains("Cathode 7.1.0, which is newer"), "{newer}");
    assert!(matches!(header.require_schema(2..=3).unwrap_err().fault, SaveFault::OlderGame { format: 1 }));
}

#[test]
fn something_else_is_not_a_save() {
    for bytes in [b"\x89PNG\r\n\x1a\n0000".as_slice(), b"(scenario: \"decade\")", b"CATHSAV\x00\x01\x00\x00\x00", &[0; 500]] {
        let error = refusal(bytes);
        assert!(matches!(error.fault, SaveFault::NotASave) && error.to_string().contains(".cathsav"), "{error}");
    }
}

#[test]
fn unknown_sections_are_kept_and_missing_ones_are_named() {
    let mut save = small("sections", 8);
    save.add("from_the_future", &[1, 2, 3]).unwrap();
    let back = Save::decode(&save.encode().unwrap()).unwrap();
    assert_eq!(back.value::<u64>("turn").unwrap(), 8);
    assert_eq!(back.get("from_the_future"), Some([1, 2, 3].as_slice()));
    let error = back.value::<u64>("ledger").unwrap_err();
    assert!(error.to_string().contains("lacks the part `ledger`"), "{error}");
    let error = back.value::<String>("turn").unwrap_err();
    assert!(error.to_string().contains("The part `turn`"), "{error}");
    let error = back.value::<u8>("from_the_future").unwrap_err();
    assert!(error.to_string().contains("2 bytes are left over"), "{error}");
}

#[test]
fn labels_are_plain_and_come_once() {
    let mut save = small("labels", 9);
    for label in ["turn", "", "Has Capitals", "naïve", "../up", &"x".repeat(65)] {
        let error = save.add(label, &[]).unwrap_err();
        assert!(matches!(error.fault, SaveFault::Unfit { .. }), "{label}: {error}");
    }
    save.add("empty", &[]).unwrap();
    assert_eq!(Save::decode(&save.encode().unwrap()).unwrap().section("empty").unwrap(), &[] as &[u8]);
}

#[test]
fn no_header_can_play_tricks_on_a_terminal() {
    let save = small("\u{1b}[2J Two\nlines \u{202e}back\u{0}", 10);
    assert_eq!(Save::decode(&save.encode_checked().unwrap()).unwrap().header.title, "[2J Two lines back");
    let mut tricky = header("x", 0);
    tricky.scenario = "\u{1b}[2J".to_owned();
    assert!(matches!(Save::new(tricky.clone()).encode().unwrap_err().fault, SaveFault::Unfit { .. }));
    tricky.body_bytes = 0;
    let forged = forge(&rmp_serde::to_vec_named(&tricky).unwrap(), &zstd::bulk::compress(&[], 3).unwrap());
    assert!(matches!(refusal(&forged).fault, SaveFault::Damaged { .. }));
}

#[test]
fn a_header_is_read_without_the_body_and_survives_its_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.cathsav");
    let mut bytes = realistic("Readable", 11).encode().unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert_eq!(read_header(&path).unwrap().title, "Readable");
    for wrong in [0, 9, 13, 20, 25, PREFIX + 3, PREFIX + 150] {
        let mut broken = bytes.clone();
        broken[wrong] ^= 1;
        fs::write(&path, &broken).unwrap();
        let error = read_header(&path).unwrap_err();
        assert!(error.to_string().contains("a.cathsav"), "{error}");
    }
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert!(matches!(read_header(&path).unwrap_err().fault, SaveFault::CutOff { .. }));
}

#[test]
fn a_header_with_fields_of_a_later_game_is_still_read() {
    #[derive(serde::Serialize)]
    struct Later {
        title: String,
        game_version: String,
        schema: u32,
        scenario: String,
        packs: Vec<(String, String, u64)>,
        seed: u64,
        month: cathode::units::Month,
        sides: Vec<String>,
        mood: Vec<Option<f64>>,
        play_seconds: u64,
        checksum: u64,
        body_bytes: u64,
    }
    let h = header("Later", 12);
    let later = Later {
        title: h.title.clone(),
        game_version: h.game_version.clone(),
        schema: h.schema,
        scenario: h.scenario.clone(),
        packs: Vec::new(),
        seed: h.seed,
        month: h.month,
        sides: h.sides.clone(),
        mood: vec![Some(0.5), None],
        play_seconds: h.play_seconds,
        checksum: h.checksum,
        body_bytes: 0,
    };
    let bytes = forge(&rmp_serde::to_vec_named(&later).unwrap(), &zstd::bulk::compress(&[], 3).unwrap());
    assert_eq!(Save::decode(&bytes).unwrap().header.title, "Later");
}
