//! Builds again when a level changes, because the levels are embedded in the program.

fn main() {
    println!("cargo:rerun-if-changed=levels");
}
