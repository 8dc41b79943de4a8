package channel

import (
	"context"
	"io"
)

// MediaFetcher opens media that users sent. A transport fills it; the host calls
// it, possibly from several goroutines, and keeps the bytes: platforms keep them
// for days only, and their addresses for minutes.
type MediaFetcher interface {
	// Open returns the bytes of a, for the caller to close, and a with what the
	// platform told of them: address, type, size, digest. Bytes that are not what
	// the platform promised make the last Read fail, so that nothing is to be used
	// before io.EOF. The end of ctx also ends reading. A refusal is a *[SendError]
	// whose class says if it is worth trying again.
	Open(ctx context.Context, a Attachment) (io.ReadCloser, Attachment, error)
}

// MediaFetcherFunc is a function that serves as a [MediaFetcher].
type MediaFetcherFunc func(context.Context, Attachment) (io.ReadCloser, Attachment, error)

// Open calls f.
func (f MediaFetcherFunc) Open(ctx context.Context, a Attachment) (io.ReadCloser, Attachment, error) {
	return f(ctx, a)
}
