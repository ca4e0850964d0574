//! A step of the work: prints its name, runs, and prints its duration.

use std::{ffi::OsStr, io::Write, process::Command, sync::Mutex, thread, time::Instant};

use crate::Failure;

/// Runs `work` under a heading.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("· {what} …");
    let _ = std::io::stdout().flush();
    let start = Instant::now();
    let done = work();
    let how = if done.is_ok() { "done" } else { "failed" };
    println!("· {what}: {how} in {:.1} s", start.elapsed().as_secs_f64());
    done
}

/// Runs two functions in parallel, each to its end; returns the first failure.
pub fn side_by_side<A: Send, B>(
    one: impl FnOnce() -> Result<A, Failure> + Send,
    other: impl FnOnce() -> Result<B, Failure>,
) -> Result<(A, B), Failure> {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().map_err(|_| "a step panicked")??;
        Ok((one, other?))
    })
}

/// Applies a function to every item, on as many threads as there are cores, in order of the items; returns the
/// results in any order. A failure ends its thread; the others continue until nothing is left.
pub fn on_every_core<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let items = Mutex::new(items.into_iter());
    let next = || items.lock().ok()?.next();
    let core = || std::iter::from_fn(next).map(&work).collect::<Result<Vec<R>, Failure>>();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let cores: Vec<_> = (0..cores).map(|_| scope.spawn(core)).collect();
        let mut results = Vec::new();
        for core in cores {
            results.extend(core.join().map_err(|_| "a step panicked")??);
        }
        Ok(results)
    })
}

/// Runs a program to its end, with its output passed through.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let name = described(command);
    let status =
        command.status().map_err(|error| format!("{name} could not be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}").into()) }
}

/// Runs a program to its end, and prints its output in one piece, so that the output of parallel programs is not
/// mixed.
pub fn run_aside(command: &mut Command) -> Result<(), Failure> {
    let name = described(command);
    let output =
        command.output().map_err(|error| format!("{name} could not be started: {error}"))?;
    let mut out = std::io::stdout().lock();
    out.write_all(&output.stdout)?;
    out.write_all(&output.stderr)?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{name} ended with {}", output.status).into())
    }
}

/// Returns the output of a program, or `None` if it does not exist or fails.
pub fn output(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn described(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once_and_a_failure_is_reported() {
        let mut squares = on_every_core((0..20).collect(), |item: u32| Ok(item * item)).unwrap();
        squares.sort_unstable();
        assert_eq!(squares, (0..20).map(|item| item * item).collect::<Vec<_>>());
        let fails_at_two = |item| if item == 2 { Err("no".into()) } else { Ok(()) };
        assert!(on_every_core(vec![1, 2, 3], fails_at_two).is_err());
    }
}
