//! Arrays with a number for every node, kept from query to query so that nobody has to clear them.

use std::cell::RefCell;

thread_local! {
    static POOL: RefCell<Vec<Vec<u32>>> = const { RefCell::new(Vec::new()) };
}

/// The most arrays that are kept.
const MOST_KEPT: usize = 4;

/// A number for every id; 0 until it is set. O(1) to make once others have been used before, and
/// O(numbers that were set) to drop.
pub(super) struct Dense {
    numbers: Vec<u32>,
    /// The ids whose number is not 0, in the order in which they were set.
    pub(super) set: Vec<u32>,
}

impl Dense {
    pub(super) fn new(ids: usize) -> Self {
        let mut numbers = POOL.with(|pool| pool.borrow_mut().pop().unwrap_or_default());
        if numbers.len() < ids {
            numbers.resize(ids, 0);
        }
        Self {
            numbers,
            set: Vec::new(),
        }
    }

    pub(super) fn get(&self, id: u32) -> u32 {
        self.numbers[id as usize]
    }

    /// Gives an id a number that is not 0.
    pub(super) fn put(&mut self, id: u32, number: u32) {
        let place = &mut self.numbers[id as usize];
        if *place == 0 {
            self.set.push(id);
        }
        *place = number;
    }

    /// The place of an id in [`Self::set`], in which it comes last if it was not there.
    pub(super) fn place(&mut self, id: u32) -> u32 {
        let known = self.get(id);
        if known > 0 {
            return known - 1;
        }
        let next = u32::try_from(self.set.len()).unwrap_or(u32::MAX);
        self.put(id, next + 1);
        next
    }

    /// Sets the number of an id to 1; whether it was 0.
    pub(super) fn mark(&mut self, id: u32) -> bool {
        let place = &mut self.numbers[id as usize];
        let new = *place == 0;
        if new {
            *place = 1;
            self.set.push(id);
        }
        new
    }
}

impl Drop for Dense {
    fn drop(&mut self) {
        for &id in &self.set {
            self.numbers[id as usize] = 0;
        }
        let numbers = std::mem::take(&mut self.numbers);
        POOL.with(|pool| {
            let mut pool = pool.borrow_mut();
            if pool.len() < MOST_KEPT {
                pool.push(numbers);
            }
        });
    }
}
