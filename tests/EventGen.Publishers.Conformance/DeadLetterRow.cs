using System.Text.Json;

namespace EventGen.Publishers.Conformance;

/// <summary>A dead letter as a database keeps it: columns of text, numbers, times and bytes, and no objects.</summary>
public sealed class DeadLetterRow
{
    public required Guid Id { get; init; }

    public required DeadLetterKind Kind { get; init; }

    public required string EventId { get; init; }

    public required string Target { get; init; }

    public required Guid EmissionId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required EventMetadata Metadata { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset FirstFailure { get; init; }

    public required DateTimeOffset LastFailure { get; init; }

    public required string Reason { get; init; }

    /// <summary>The event's JSON, or the content of a rejected message.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The version that the event's JSON is written in.</summary>
    public int Version { get; init; } = 1;

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    public string? ExceptionType { get; init; }

    public string? StackTrace { get; init; }

    public static byte[] Write(DeadLetter deadLetter)
    {
        var delivery = deadLetter as DeadLetter.Delivery;
        var body = delivery?.Json ?? ((DeadLetter.RejectedMessage)deadLetter).Content;
        var row = new DeadLetterRow
        {
            Id = deadLetter.Id,
            Kind = deadLetter.Kind,
            EventId = deadLetter.EventId,
            Target = deadLetter.Target,
            EmissionId = deadLetter.EmissionId,
            Timestamp = deadLetter.Timestamp,
            Metadata = deadLetter.Metadata,
            Attempts = deadLetter.Attempts,
            FirstFailure = deadLetter.FirstFailure,
            LastFailure = deadLetter.LastFailure,
            Reason = deadLetter.Reason,
            Body = body.ToArray(),
            Version = delivery?.Version ?? 1,
            TraceParent = delivery?.TraceParent,
            TraceState = delivery?.TraceState,
            ExceptionType = delivery?.ExceptionType,
            StackTrace = delivery?.StackTrace,
        };
        return JsonSerializer.SerializeToUtf8Bytes(row, DeadLetterJson.Default.DeadLetterRow);
    }

    public static DeadLetter Read(byte[] row) => JsonSerializer.Deserialize(row, DeadLetterJson.Default.DeadLetterRow)!.ToDeadLetter();

    private DeadLetter ToDeadLetter() => Kind == DeadLetterKind.RejectedMessage
        ? new DeadLetter.RejectedMessage
        {
            Id = Id,
            EventId = EventId,
            Target = Target,
            EmissionId = EmissionId,
            Timestamp = Timestamp,
            Metadata = Metadata,
            Attempts = Attempts,
            FirstFailure = FirstFailure,
            LastFailure = LastFailure,
            Reason = Reason,
            Content = Body,
        }
        : new DeadLetter.Delivery
        {
            Id = Id,
            EventId = EventId,
            Target = Target,
            IsPublisher = Kind == DeadLetterKind.Publisher,
            EmissionId = EmissionId,
            Timestamp = Timestamp,
            Metadata = Metadata,
            Attempts = Attempts,
            FirstFailure = FirstFailure,
            LastFailure = LastFailure,
            Reason = Reason,
            Json = Body,
            Version = Version,
            TraceParent = TraceParent,
            TraceState = TraceState,
            ExceptionType = ExceptionType,
            StackTrace = StackTrace ?? "",
        };
}
