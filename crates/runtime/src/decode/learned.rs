//! What decoding has learned about the models: fields for which an empty value means that there is none.
//!
//! A model's `Option<i64>` says nothing about itself before a value is handed to it, and then it is too late to say that
//! `""` was none. So the first refusal is remembered, by type and field, and decoding starts again: from then on that
//! field, when its value is empty, is taken as absent. The memory is as large as the models at most, never as the input,
//! and is shared by the whole process, so that a second start is rare.

use super::describe::Empty;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

/// A type, by the address and length of its name: where they are equal, the names are. A type may have several such
/// names in one program; then it is learned several times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeKey(usize, usize);

impl TypeKey {
    pub(crate) fn of<T>() -> Self {
        let name = std::any::type_name::<T>();
        Self(name.as_ptr().addr(), name.len())
    }
}

/// A field and the empty value it takes for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Emptiable {
    pub(crate) field: &'static str,
    /// No other one: `false` is a value where `""` is none.
    pub(crate) value: Empty,
}

/// The fields of each type that take an empty value for none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Learned(Fields);

type Fields = HashMap<TypeKey, Arc<[Emptiable]>, BuildHasherDefault<AddressHasher>>;

static MEMORY: RwLock<Option<Arc<Learned>>> = RwLock::new(None);

impl Learned {
    /// What is known at present.
    pub(crate) fn snapshot() -> Option<Arc<Self>> {
        MEMORY
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The fields known of a type.
    pub(crate) fn fields(&self, of: TypeKey) -> Option<Arc<[Emptiable]>> {
        self.0.get(&of).map(Arc::clone)
    }

    /// Remembers a field; the new state of the memory.
    pub(crate) fn remember(of: TypeKey, field: Emptiable) -> Arc<Self> {
        let mut memory = MEMORY.write().unwrap_or_else(PoisonError::into_inner);
        let mut known = memory.as_deref().cloned().unwrap_or_default();
        let fields = known.0.entry(of).or_insert_with(|| Arc::new([]));
        if !fields.contains(&field) {
            *fields = fields.iter().copied().chain([field]).collect();
        }
        let known = Arc::new(known);
        *memory = Some(Arc::clone(&known));
        known
    }
}

/// Mixes addresses; they need no protection against chosen collisions.
#[derive(Debug, Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, value: usize) {
        self.0 = (self.0.rotate_left(5) ^ value as u64).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}
