//! A sample of a corpus: the same seed picks the same descriptions on any machine.

use super::Document;

/// As many of the documents as `size`, picked by the seed, in the corpus' order.
pub(super) fn pick(documents: Vec<Document>, size: usize, seed: u64) -> Vec<Document> {
    let mut indexes: Vec<usize> = (0..documents.len()).collect();
    let size = size.min(indexes.len());
    let mut state = seed;
    for index in 0..size {
        // The first `size` steps of a Fisher-Yates shuffle.
        let left = (indexes.len() - index) as u64;
        let offset = usize::try_from(next(&mut state) % left).unwrap_or_default();
        indexes.swap(index, index + offset);
    }
    indexes.truncate(size);
    indexes.sort_unstable();
    documents
        .into_iter()
        .enumerate()
        .filter(|(index, _)| indexes.binary_search(index).is_ok())
        .map(|(_, document)| document)
        .collect()
}

/// The next number of SplitMix64 (Steele, Lea and Flood, 2014): short, and the same for ever.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
