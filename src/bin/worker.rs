//! The compute worker's program: answers jobs from the page. No user interface.

fn main() {
    busbar::platform::worker_scope::serve();
}
