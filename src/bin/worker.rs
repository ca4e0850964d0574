//! The compute worker: answers the page's jobs, draws nothing.

fn main() {
    busbar::platform::worker_scope::serve();
}
