//! Packs made to break the reader: huge, deep, endless, or no files at all. Each is answered with a message within seconds.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{load_with, report};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const PACK: &str = "Pack(id: \"bad\", name: \"Bad\", version: \"1.0.0\", depends: [\"base\"])\n";

/// What is said of a pack with these files, prepared further by `make`.
#[expect(clippy::disallowed_methods, reason = "the claim is about time")]
fn said(files: &[(&str, &[u8])], make: impl Fn(&Path)) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pack.ron"), PACK).unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    make(folder.path());
    let start = Instant::now();
    let loaded = load_with(folder.path());
    let text = report(&loaded, folder.path());
    assert!(start.elapsed() < Duration::from_secs(20), "too slow: {:?}\n{}", start.elapsed(), &text[..text.len().min(500)]);
    assert!(cathode::content::render::text(&loaded.problems, &loaded.files).len() < 4_000_000);
    text
}

fn text(body: &str) -> String {
    said(&[("x.ron", body.as_bytes())], |_| {})
}

#[test]
fn deep_nesting_is_refused_at_level_64() {
    for open in ["[", "{", "(", "Some(", "All(of: [", "A(b: "] {
        let most = 1_000_000 / open.len();
        let body = format!("Goods([Define({}", open.repeat(most));
        assert!(text(&body).contains("nested more than 64 levels deep"), "{open}");
    }
}

#[test]
fn nested_comments_cost_nothing() {
    let body = format!("Goods([{}{}])", "/*".repeat(100_000), "*/".repeat(100_000));
    assert_eq!(text(&body), "a catalog came out\n");
    assert!(text(&format!("Goods([{}", "/*".repeat(100_000))).contains("x.ron:1:8: error[E0101]: this comment is never closed"));
}

#[test]
fn huge_values_are_refused_or_bounded() {
    let long = "a".repeat(1_000_000);
    assert!(text(&format!("Goods([Define((id: \"salt\", name: \"{long}\"))])")).contains("the field `about` is missing"));
    assert!(text(&format!("Goods([Define((id: \"{}\"))])", &long[..4_000])).contains("x.ron:1:20: error[E0304]"));
    assert!(
        text(&format!("Goods([Define((id: \"x\", name: {}))])", "9".repeat(1_000_000)))
            .contains("expected a text in quotes, found the number inf")
    );
    assert!(text(&format!("Goods([Define((id: \"x\", contains_kt: {{{}}}))])", "Li:1,".repeat(150_000))).contains("stands twice"));
    assert!(text(&format!("Goods([Define((id: \"x\", name: r{}\"x))])", "#".repeat(100_000))).contains("this raw text is not closed"));
    assert!(text(&format!("Goods([{}])", "1,".repeat(500_000))).contains("expected an item, found the number 1"));
    let raw = format!("r{0}\"Salt\"{0}", "#".repeat(100_000));
    assert!(text(&format!("Goods([Define((id: \"x\", name: {raw}))])")).contains("the field `about` is missing"));
    assert!(text(&"\"\\\"\n".repeat(200_000)).contains("too many mistakes") || text(&"\"\\\"\n".repeat(200_000)).contains("E0101"));
}

#[test]
fn large_files_and_packs_are_not_read() {
    let large = vec![b' '; (1 << 20) + 1];
    assert!(said(&[("x.ron", &large)], |_| {}).contains("x.ron: error[E0510]: this file is larger than 1 MiB"));
    let sparse = |folder: &Path| fs::File::create(folder.join("x.ron")).unwrap().set_len(100 << 20).unwrap();
    assert!(said(&[], sparse).contains("x.ron: error[E0510]: this file is larger than 1 MiB"));
    let many_bytes = |folder: &Path| (0..66).for_each(|n| fs::write(folder.join(format!("{n}.ron")), vec![b' '; 1 << 20]).unwrap());
    assert!(said(&[], many_bytes).contains("the pack is larger than 64 MiB"));
    let list = format!("Goods([Patch(\"base:brine\", [Set(name, [{}])])])", "1,".repeat(500_000));
    let many_values = |folder: &Path| (0..5).for_each(|n| fs::write(folder.join(format!("{n}.ron")), &list).unwrap());
    assert!(said(&[], many_values).contains("the pack holds more than 2000000 values"));
}

#[test]
fn many_files_and_deep_folders_are_refused() {
    let many = |folder: &Path| (0..3_000).for_each(|n| fs::write(folder.join(format!("{n}.txt")), "").unwrap());
    assert!(said(&[], many).contains("the pack has more than 2000 files and folders"));
    let deep = |folder: &Path| fs::create_dir_all(folder.join("d/".repeat(300))).unwrap();
    assert!(said(&[], deep).contains("folders lie more than 16 levels deep"));
}

#[test]
fn too_many_items_of_a_kind_are_refused() {
    let sites = |folder: &Path| {
        for file in 0..10 {
            let items: String = (0..10_000).map(|n| format!("Define((id: \"s{file}_{n}\")),\n")).collect();
            fs::write(folder.join(format!("{file}.ron")), format!("Sites([{items}])")).unwrap();
        }
    };
    let said = said(&[], sites);
    assert!(said.contains("there are more than 20000 items of the kind site"), "{}", &said[..2_000]);
    assert!(said.lines().count() < 10_000);
}

#[test]
fn a_file_that_grows_while_it_is_read_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pack.ron"), PACK).unwrap();
    let path = folder.path().join("x.ron");
    fs::write(&path, "Goods([").unwrap();
    let grow = std::thread::spawn(move || {
        use std::io::Write;
        let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
        (0..200).for_each(|_| file.write_all(&[b' '; 32_768]).unwrap());
    });
    for _ in 0..20 {
        assert!(load_with(folder.path()).catalog.is_none());
    }
    grow.join().unwrap();
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn links_are_not_followed() {
        for target in ["/etc", "/etc/passwd", "x.ron", "..", "nowhere"] {
            let link = |folder: &Path| symlink(target, folder.join("x.ron")).unwrap();
            assert!(said(&[], link).contains("x.ron: error[E0510]: this is a link to another place"), "{target}");
        }
        let manifest = |folder: &Path| {
            fs::remove_file(folder.join("pack.ron")).unwrap();
            symlink("/etc/passwd", folder.join("pack.ron")).unwrap();
        };
        assert!(said(&[], manifest).contains("pack.ron: error[E0510]: this is a link to another place"));
    }

    #[test]
    fn pipes_sockets_and_devices_are_never_opened() {
        let pipe = |folder: &Path| {
            let made = std::process::Command::new("mkfifo").arg(folder.join("x.ron")).status();
            assert!(made.is_ok_and(|status| status.success()));
        };
        assert!(said(&[], pipe).contains("x.ron: error[E0510]: this is neither a file nor a folder"));
        let socket = |folder: &Path| drop(std::os::unix::net::UnixListener::bind(folder.join("x.ron")).unwrap());
        assert!(said(&[], socket).contains("x.ron: error[E0510]: this is neither a file nor a folder"));
    }

    #[test]
    fn names_that_other_systems_lack_are_refused() {
        for name in ["CON", "NUL.ron", "aux.ron", "x.ron.", "x.ron ", "a\\b.ron", "c:x.ron", "a\nb.ron"] {
            assert!(said(&[(name, b"Goods([])")], |_| {}).contains("this name is refused"), "{name}");
        }
        assert!(said(&[("x.ron", b"Goods([])"), ("X.RON", b"Goods([])")], |_| {}).contains("differs from `X.RON` by capitals only"));
        let raw = |folder: &Path| {
            use std::os::unix::ffi::OsStrExt;
            fs::write(folder.join(std::ffi::OsStr::from_bytes(b"caf\xe9.ron")), "").unwrap();
        };
        assert!(said(&[], raw).contains("is not UTF-8"));
    }

    #[test]
    fn unreadable_files_are_named() {
        let lock = |folder: &Path| {
            fs::set_permissions(folder.join("x.ron"), fs::Permissions::from_mode(0o000)).unwrap();
            fs::create_dir(folder.join("closed")).unwrap();
            fs::set_permissions(folder.join("closed"), fs::Permissions::from_mode(0o000)).unwrap();
        };
        let said = said(&[("x.ron", b"Goods([])")], lock);
        // Root may read everything; then there is nothing to report.
        assert!(said.contains("x.ron: error[E0510]: this file cannot be read") || said == "a catalog came out\n", "{said}");
    }
}
