//! Keeps in the wasm file what it takes to cut it into pieces that load when a page needs them.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-link-arg-cdylib=--emit-relocs");
}
