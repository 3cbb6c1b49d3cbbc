//! The commands of this repository, run as `cargo xtask COMMAND`: one file for each.
//!
//! `fetch` vendors a published description, `codegen` turns the vendored ones into crates, `drift` says what changed
//! since, `conform` whether the crates read what is answered, `corpus` what becomes of other people's descriptions,
//! `bench` what all of it costs. This is the only package that touches disk and network; the crates it calls are pure functions. Exit code 0: done.
//! 1: a check found a difference. 2: something given to the command is wrong, and nothing was written.

mod bench;
mod child;
mod codegen;
mod conform;
mod corpus;
mod directory;
#[cfg_attr(
    not(any(test, feature = "download")),
    expect(dead_code, reason = "the build that downloads reads them")
)]
mod download;
mod drift;
mod failure;
mod fetch;
mod files;
mod lock;
mod operations;
mod prism;
mod release;
#[cfg(test)]
mod testing;
mod update;
mod vendor;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Bench(bench::Args),
    Fetch(fetch::Args),
    Codegen(codegen::Args),
    Conform(conform::Args),
    Corpus(corpus::Args),
    Drift(drift::Args),
    Update(update::Args),
    Prism(prism::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Bench(args) => bench::run(&args),
        Command::Fetch(args) => fetch::run(&args),
        Command::Codegen(args) => codegen::run(&args),
        Command::Conform(args) => conform::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::Drift(args) => drift::run(&args),
        Command::Update(args) => update::run(&args),
        Command::Prism(args) => prism::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
