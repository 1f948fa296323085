using System.Globalization;
using System.Text;

namespace EventGen;

public abstract partial record DeadLetter
{
    /// <summary>An event that one handler or publisher failed on. A replay has that one, and no other, attempt it once more. Immutable.</summary>
    public sealed record Delivery : DeadLetter
    {
        /// <inheritdoc/>
        public override DeadLetterKind Kind => IsPublisher ? DeadLetterKind.Publisher : DeadLetterKind.Handler;

        /// <summary>True when a publisher failed, false when a handler did.</summary>
        /// <value>Default: false.</value>
        public bool IsPublisher { get; init; }

        /// <summary>The event; <see langword="null"/> when the dead letter comes from a store that keeps only <see cref="Json"/>.</summary>
        public object? Payload { get; init; }

        /// <summary>
        /// The event as UTF-8 JSON, from which a replay reads it where <see cref="Payload"/> is <see langword="null"/>; empty when no
        /// <c>JsonSerializerContext</c> lists the event, or it could not be written.
        /// </summary>
        public ReadOnlyMemory<byte> Json { get; init; }

        /// <summary>The version of the event that <see cref="Json"/> is written in.</summary>
        /// <value>Default: 1.</value>
        public int Version { get; init; } = 1;

        /// <summary>The W3C <c>traceparent</c> of the activity in which the event was emitted; <see langword="null"/> when there was none.</summary>
        public string? TraceParent { get; init; }

        /// <summary>The W3C <c>tracestate</c> that belongs to <see cref="TraceParent"/>; <see langword="null"/> when there was none.</summary>
        public string? TraceState { get; init; }

        /// <summary>The way that the event has taken between brokers: <see cref="EventMessage.Via"/>.</summary>
        public string? Via { get; init; }

        /// <summary>The full name of the type of what the last attempt threw; <see langword="null"/> when the delivery was given up without an exception.</summary>
        public string? ExceptionType { get; init; }

        /// <summary>The stack trace of what the last attempt threw; empty when it has none.</summary>
        /// <value>Default: empty.</value>
        public string StackTrace { get; init; } = "";

        /// <summary>Writes the members of which <see cref="object.ToString"/> consists, without the event: what it says of itself is no text for a log.</summary>
        protected override bool PrintMembers(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"Id = {Id}, Kind = {Kind}, EventId = {EventId}, Target = {Target}, EmissionId = {EmissionId}, Attempts = {Attempts}, LastFailure = {LastFailure:O}, ExceptionType = {ExceptionType}, Reason = {Reason}");
            return true;
        }

        /// <inheritdoc/>
        internal override string ErrorType => ExceptionType ?? "_OTHER";
    }
}
