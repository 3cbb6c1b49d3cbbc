//! [`Output`]: how an answer becomes the type an operation promises; [`Meta`]: the same for what comes beside it.
//! Types that can be deserialised are read from the body, in or out of an envelope; a [`File`](crate::File) is streamed.

use crate::call::{Answer, Held};
use crate::decode;
use crate::error::Result;
use crate::json_api::Included;
use crate::request::Reply;
use serde::de::DeserializeOwned;

/// What an operation can answer with: any deserialisable type, `()` where nothing is documented, a [`File`](crate::File).
pub trait Output: Sized + Send + 'static {
    #[doc(hidden)]
    const STREAMED: bool = false;

    /// The answer alone.
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "called and implemented only here")]
    fn data(answer: Answer) -> Result<Self>;

    /// The answer and everything around it.
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "called and implemented only here")]
    fn reply<M: Meta>(answer: Answer) -> Result<Reply<Self, M>>;
}

/// What can come beside the data in an envelope.
pub trait Meta: DeserializeOwned + Send + 'static {}
impl<T: DeserializeOwned + Send + 'static> Meta for T {}

impl<T: DeserializeOwned + Send + 'static> Output for T {
    #[allow(private_interfaces, reason = "called and implemented only here")]
    fn data(answer: Answer) -> Result<Self> {
        decode::data(&answer)
    }

    #[allow(private_interfaces, reason = "called and implemented only here")]
    fn reply<M: Meta>(answer: Answer) -> Result<Reply<Self, M>> {
        let (data, meta, bends) = decode::answer::<T, M>(&answer)?;
        let included = Included::of(&answer);
        Ok(Reply {
            data,
            meta,
            included,
            status: answer.status,
            headers: answer.headers,
            bends: bends.kept,
            bend_count: bends.count,
            attempts: answer.attempts,
        })
    }
}

impl Output for crate::File {
    const STREAMED: bool = true;

    #[allow(private_interfaces, reason = "called and implemented only here")]
    fn data(answer: Answer) -> Result<Self> {
        Self::reply::<()>(answer).map(|reply| reply.data)
    }

    #[allow(private_interfaces, reason = "called and implemented only here")]
    fn reply<M: Meta>(answer: Answer) -> Result<Reply<Self, M>> {
        let Answer {
            operation,
            status,
            headers,
            held,
            attempts,
            settings,
        } = answer;
        let file = crate::File::new(
            operation,
            status,
            headers.clone(),
            held,
            settings.max_response_size,
        );
        Ok(Reply {
            data: file,
            meta: None,
            included: Included::default(),
            status,
            headers,
            bends: Vec::new(),
            bend_count: 0,
            attempts,
        })
    }
}

impl Held {
    /// The next piece of the body.
    pub(crate) async fn chunk(&mut self) -> Result<Option<bytes::Bytes>> {
        match self {
            Self::Whole(bytes) if bytes.is_empty() => Ok(None),
            Self::Whole(bytes) => Ok(Some(std::mem::take(bytes))),
            Self::Stream(response) => response.chunk().await.map_err(crate::transport::classify),
        }
    }
}
