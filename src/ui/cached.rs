//! What is worked out once for a state of the game and drawn many times.

use std::sync::Arc;

/// A value and the revision of the game that it was made for.
pub struct Cached<K, T> {
    made: Option<(K, Arc<T>)>,
}

impl<K, T> Default for Cached<K, T> {
    fn default() -> Self {
        Self { made: None }
    }
}

impl<K: PartialEq, T> Cached<K, T> {
    /// The value for `key`, made anew if it is of another.
    pub fn get(&mut self, key: K, make: impl FnOnce() -> T) -> Arc<T> {
        match &self.made {
            Some((of, value)) if *of == key => Arc::clone(value),
            _ => {
                let value = Arc::new(make());
                self.made = Some((key, Arc::clone(&value)));
                value
            }
        }
    }
}
