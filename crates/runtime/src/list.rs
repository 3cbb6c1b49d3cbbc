//! [`list`]: a caller's list, of anything that converts, as the list that is sent.

/// The values as a list of `T`.
///
/// ```
/// let names: Vec<String> = sdk_runtime::list(["Anna", "Boris"]);
/// assert_eq!(names.len(), 2);
/// ```
pub fn list<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}
