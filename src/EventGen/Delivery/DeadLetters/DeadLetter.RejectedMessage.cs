namespace EventGen;

public abstract partial record DeadLetter
{
    /// <summary>
    /// A message that was received and cannot be handled: it cannot be read, the bus does not have its event, or its payload is not the
    /// event's. A replay receives it once more. Immutable.
    /// </summary>
    public sealed record RejectedMessage : DeadLetter
    {
        /// <inheritdoc/>
        public override DeadLetterKind Kind => DeadLetterKind.RejectedMessage;

        /// <summary>
        /// The message: as it came where it cannot be read, else as <see cref="EventMessage.ToTransportJson"/> writes it, with its trace
        /// context. Empty for a message that was empty or too large to be kept.
        /// </summary>
        /// <remarks>Others wrote it. It need not be text, and does not belong in a log as it is.</remarks>
        public ReadOnlyMemory<byte> Content { get; init; }

        /// <inheritdoc/>
        internal override string ErrorType => "message_rejected";
    }
}
