package channeltest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// checks returns the promises of a transport.
func checks() []check {
	return []check{
		{"takes", "Send hands the message to the platform and returns its answer", play(Step{}), takes},
		{"reference", "a transport passes Outbound.ID to the platform, each time", play(), reference},
		{"held", "Accepted.Held tells that the platform keeps a message back", play(Step{Act: Hold}), held},
		{"refused", "a refusal is a *SendError with the platform's code and its class, after one attempt", refusals, refused},
		{"unknown code", "a refusal that nobody knows keeps its code and has no class", play(Step{Act: Refuse, Error: channel.Error{Code: unlisted, Title: "Something new"}}), unknownCode},
		{"retry after", "RetryAfter is how long the platform asked to wait", slow, retryAfter},
		{"down", "a platform that is down can be tried again when it says", play(Step{Act: Down, After: 7 * time.Second}), down},
		{"lost answer", "of a message whose answer was lost nobody knows whether it went", play(Step{Act: Reset}), lost},
		{"garbled answer", "of a message whose answer cannot be read nobody knows whether it went", play(Step{Act: Garble}), lost},
		{"ended context", "nothing is sent once the context has ended", play(), ended},
		{"context ends", "Send returns when the context ends", play(Step{Act: Hang}), hangs},
		{"late answer", "several goroutines may call Send: one that waits for its answer holds up no other", play(Step{Act: Hang}), late},
		{"secret", "no error shows what is secret", indiscreet, secret},
		{"goroutines", "several goroutines may call Send", play(), together},
	}
}

func play(steps ...Step) func(Subject) []Step { return func(Subject) []Step { return steps } }

func refusals(s Subject) []Step {
	var steps []Step
	for _, e := range s.Refusals {
		steps = append(steps, Step{Act: Refuse, Error: e})
	}
	return steps
}

// slow refuses with the first error that can be tried again.
func slow(s Subject) []Step {
	for _, e := range s.Refusals {
		if e.Class == channel.ClassRetry {
			return []Step{{Act: Refuse, Error: e, After: wait}}
		}
	}
	return nil
}

// indiscreet refuses in words that show the secret, as platforms do.
func indiscreet(s Subject) []Step {
	e := s.Refusals[0]
	e.Title, e.Detail = "Malformed token "+s.Secret, "token: "+s.Secret
	return []Step{{Act: Refuse, Error: e}}
}

const wait = 48 * time.Hour // longer than what a transport may add by itself

// unlisted is the code of an error that no platform has.
const unlisted = "987654"

func takes(ctx context.Context, s Subject) error {
	o := s.message(0)
	accepted, err := s.Transport.Send(ctx, o)
	arrivals := s.Platform.Arrivals()
	switch {
	case err != nil:
		return fmt.Errorf("a message that the platform took: %w", err)
	case (accepted.MessageID == "") != s.Numberless || accepted.At.IsZero() || accepted.Held:
		return fmt.Errorf("got %+v, want an id, an instant and not held", accepted)
	case len(arrivals) != 1:
		return fmt.Errorf("%d messages arrived, want 1", len(arrivals))
	case arrivals[0].To.Handle != o.To.Handle:
		return fmt.Errorf("it went to %q, want %q", arrivals[0].To.Handle, o.To.Handle)
	case !strings.Contains(string(arrivals[0].Body), o.Text):
		return fmt.Errorf("the text %q is not in what arrived: %s", o.Text, arrivals[0].Body)
	}
	return nil
}

func reference(ctx context.Context, s Subject) error {
	if s.Nameless {
		return nil
	}
	for _, n := range []int{0, 1, 0} {
		if _, err := s.Transport.Send(ctx, s.message(n)); err != nil {
			return err
		}
		got, want := "", s.message(n).ID
		for _, a := range s.Platform.Arrivals() {
			got = a.Reference // the newest
		}
		if got != want {
			return fmt.Errorf("it arrived as %q, want %q", got, want)
		}
	}
	return nil
}

func held(ctx context.Context, s Subject) error {
	accepted, err := s.Transport.Send(ctx, s.message(0))
	if err == nil && !accepted.Held {
		return errors.New("got Held false")
	}
	return err
}

func refused(ctx context.Context, s Subject) error {
	for i, want := range s.Refusals {
		failure, err := s.failure(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", want, err)
		case failure.Reason.Code != want.Code || failure.Reason.Class != want.Class:
			return fmt.Errorf("got %s of class %q, want %s of class %q",
				failure.Reason, failure.Reason.Class, want, want.Class)
		case len(s.Platform.Arrivals()) != i+1:
			return fmt.Errorf("%d messages arrived for %d sent: only the sender may try again", len(s.Platform.Arrivals()), i+1)
		}
	}
	return nil
}

func unknownCode(ctx context.Context, s Subject) error {
	if s.CodeIsStatus {
		return nil
	}
	failure, err := s.failure(ctx)
	if err == nil && (failure.Reason.Code != unlisted || failure.Reason.Class != "") {
		return fmt.Errorf("got %s of class %q", failure.Reason, failure.Reason.Class)
	}
	return err
}

func retryAfter(ctx context.Context, s Subject) error {
	failure, err := s.failure(ctx)
	if err == nil && failure.RetryAfter != wait {
		return fmt.Errorf("got %v, want %v", failure.RetryAfter, wait)
	}
	return err
}

func down(ctx context.Context, s Subject) error {
	failure, err := s.failure(ctx)
	if err == nil && (failure.Reason.Class != channel.ClassRetry || failure.RetryAfter != 7*time.Second) {
		return fmt.Errorf("got class %q after %v", failure.Reason.Class, failure.RetryAfter)
	}
	return err
}

// failure sends a message that is refused.
func (s Subject) failure(ctx context.Context) (*channel.SendError, error) {
	failed, err := s.fail(ctx)
	if err != nil {
		return nil, err
	}
	if failure, ok := errors.AsType[*channel.SendError](failed); ok {
		return failure, nil
	}
	return nil, fmt.Errorf("no *SendError: %w", failed)
}

// fail sends a message that must not count as taken, and returns the transport's
// error. The second error says what is wrong with that.
func (s Subject) fail(ctx context.Context) (failed, err error) {
	accepted, failed := s.Transport.Send(ctx, s.message(0))
	switch {
	case failed == nil:
		return nil, errors.New("it counts as taken")
	case accepted != channel.Accepted{}:
		return nil, fmt.Errorf("got %+v beside the error %w", accepted, failed)
	}
	text := failed.Error()
	if failure, ok := errors.AsType[*channel.SendError](failed); ok {
		text += failure.Reason.Detail
	}
	if s.Secret != "" && strings.Contains(text, s.Secret) {
		return nil, errors.New("the error shows the secret")
	}
	return failed, nil
}

// lost wants an error that does not say that the message did not go.
func lost(ctx context.Context, s Subject) error {
	failed, err := s.fail(ctx)
	if err != nil {
		return err
	}
	if failure, ok := errors.AsType[*channel.SendError](failed); ok && failure.Reason.Class != channel.ClassRetry {
		return fmt.Errorf("got class %q, want %q: %w", failure.Reason.Class, channel.ClassRetry, failed)
	}
	if n := len(s.Platform.Arrivals()); n != 1 {
		return fmt.Errorf("%d messages arrived, want 1: only the sender may try again", n)
	}
	return nil
}

func secret(ctx context.Context, s Subject) error {
	_, err := s.failure(ctx)
	return err
}

func ended(ctx context.Context, s Subject) error {
	ctx, stop := context.WithCancel(ctx)
	stop()
	failed, err := s.fail(ctx)
	switch n := len(s.Platform.Arrivals()); {
	case err != nil:
		return err
	case n != 0:
		return fmt.Errorf("%d messages arrived", n)
	case !errors.Is(failed, context.Canceled):
		return fmt.Errorf("got %w, want the context's error", failed)
	}
	return nil
}

func hangs(ctx context.Context, s Subject) error {
	ctx, stop := context.WithTimeout(ctx, 50*time.Millisecond)
	defer stop()
	failed, err := s.fail(ctx)
	if err == nil && !errors.Is(failed, context.DeadlineExceeded) {
		return fmt.Errorf("got %w, want the context's error", failed)
	}
	return err
}

// late has one message wait for its answer while others are sent.
func late(ctx context.Context, s Subject) error {
	slow, stop := context.WithCancel(ctx)
	defer stop()
	hung := make(chan error, 1)
	go func() {
		_, err := s.Transport.Send(slow, s.message(0))
		hung <- err
	}()
	for len(s.Platform.Arrivals()) == 0 {
		look, again := context.WithTimeout(ctx, time.Millisecond)
		select {
		case err := <-hung:
			again()
			return errors.Join(errors.New("a message that got no answer returned before it arrived"), err)
		case <-look.Done():
			again()
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	for n := range 2 {
		if _, err := s.Transport.Send(ctx, s.message(n+1)); err != nil {
			return fmt.Errorf("a message beside one that waits: %w", err)
		}
	}
	stop()
	if err := <-hung; !errors.Is(err, context.Canceled) {
		return errors.Join(errors.New("of the message that waited the error is not the context's"), err)
	}
	if _, err := s.Transport.Send(ctx, s.message(3)); err != nil {
		return fmt.Errorf("a message after one that waited: %w", err)
	}
	return nil
}

func together(ctx context.Context, s Subject) error {
	const n = 8
	var calls sync.WaitGroup
	ids, errs := make([]string, n), make([]error, n)
	for i := range n {
		calls.Go(func() {
			accepted, err := s.Transport.Send(ctx, s.message(i))
			ids[i], errs[i] = accepted.MessageID, err
		})
	}
	calls.Wait()
	seen := map[string]bool{}
	for i := range n {
		seen[ids[i]] = true
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if arrived := len(s.Platform.Arrivals()); len(seen) != n && !s.Numberless || arrived != n {
		return fmt.Errorf("%d messages sent, %d arrived, with %d ids", n, arrived, len(seen))
	}
	return nil
}
