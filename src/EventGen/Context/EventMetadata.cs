using System.Collections.ObjectModel;

namespace EventGen;

/// <summary>What travels with an event besides its payload: who caused it, and what it belongs to. Immutable.</summary>
/// <remarks>Every value is optional; <see langword="null"/> is left out on the wire.</remarks>
public sealed record EventMetadata
{
    /// <summary>How many headers an event may carry.</summary>
    internal const int MaxHeaders = 32;

    /// <summary>How many characters a header's name or value, or any other value, may have.</summary>
    internal const int MaxTextLength = 1024;

    private readonly IReadOnlyDictionary<string, string> _headers = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The application that emitted the event, from <see cref="EventBusOptions.Source"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The W3C trace id, 32 lower-case hexadecimal digits, of the activity in which the event was emitted.</summary>
    public string? TraceId { get; init; }

    /// <summary>The user on whose behalf the event was emitted.</summary>
    public string? UserId { get; init; }

    /// <summary>The request in which the event was emitted.</summary>
    public string? RequestId { get; init; }

    /// <summary>What ties together all events of one piece of business; inherited by the events that handlers emit.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The id of the event whose handler emitted this one.</summary>
    public string? CausationId { get; init; }

    /// <summary>Anything else, by name. Names are compared ordinally. A header whose value is <see langword="null"/> is left out.</summary>
    /// <value>Default: empty; never <see langword="null"/>.</value>
    public IReadOnlyDictionary<string, string> Headers
    {
        get => _headers;
        init => _headers = value is { Count: > 0 }
            ? new ReadOnlyDictionary<string, string>(new Dictionary<string, string>(value.Where(static header => header.Value is not null), StringComparer.Ordinal))
            : ReadOnlyDictionary<string, string>.Empty;
    }

    /// <summary>No metadata at all.</summary>
    public static EventMetadata Empty { get; } = new();

    /// <summary>Sets what the events emitted inside the scope carry.</summary>
    /// <remarks>
    /// The values flow with async code, through the queue, into handlers, to the events those handlers emit, and over
    /// the wire. A nested scope keeps what it does not set; headers are merged by name. Dispose the scope in the flow
    /// that made it.
    /// </remarks>
    /// <param name="userId">The <see cref="UserId"/>; <see langword="null"/> keeps the outer value, as with all parameters.</param>
    /// <param name="requestId">The <see cref="RequestId"/>.</param>
    /// <param name="correlationId">The <see cref="CorrelationId"/>.</param>
    /// <param name="headers">More <see cref="Headers"/>.</param>
    /// <returns>Ends the scope when disposed.</returns>
    /// <exception cref="ArgumentException">
    /// A value, or a header's name or value, has more than 1024 characters, or there are more than 32 headers, outer ones and those of the
    /// event being handled included: no receiver would take the event.
    /// </exception>
    public static IDisposable Push(
        string? userId = null,
        string? requestId = null,
        string? correlationId = null,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        var pushed = new EventMetadata
        {
            UserId = userId,
            RequestId = requestId,
            CorrelationId = correlationId,
            Headers = headers ?? ReadOnlyDictionary<string, string>.Empty,
        };

        var inner = Ambient.Current.WithMetadata(pushed);
        RefuseExcess(inner.Cause is { } cause ? inner.Pushed!.Over(cause.Metadata) : inner.Pushed!);
        return Ambient.Enter(inner);
    }

    /// <summary>Equal when every value and every header is.</summary>
    public bool Equals(EventMetadata? other) =>
        other is not null
        && (Source, TraceId, UserId, RequestId, CorrelationId, CausationId)
            == (other.Source, other.TraceId, other.UserId, other.RequestId, other.CorrelationId, other.CausationId)
        && Headers.Count == other.Headers.Count
        && Headers.All(header => other.Headers.TryGetValue(header.Key, out string? value) && value == header.Value);

    /// <summary>The metadata in words, with the names of its headers: what is in them is the application's, and may be a secret.</summary>
    public override string ToString() =>
        $"Source = {Source}, TraceId = {TraceId}, UserId = {UserId}, RequestId = {RequestId}, CorrelationId = {CorrelationId}, CausationId = {CausationId}, Headers = {string.Join(", ", Headers.Keys.Order(StringComparer.Ordinal))}";

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Source, TraceId, UserId, RequestId, CorrelationId, CausationId, Headers.Count);

    /// <summary>What an event emitted here and now carries.</summary>
    /// <param name="bus">The emitting bus's own metadata: its source.</param>
    /// <param name="ambient">The scopes and the handler that surround the emit.</param>
    /// <param name="trace">The trace in which it is emitted; <see langword="null"/> for none.</param>
    internal static EventMetadata Capture(EventMetadata bus, AmbientState ambient, EmitTrace? trace)
    {
        var metadata = bus;
        if (ambient.Cause is { } cause)
            metadata = cause.Metadata with { CausationId = cause.Id.ToString(), TraceId = null, Source = bus.Source };

        string? traceId = trace is not null ? trace.Context.TraceId.ToHexString() : ambient.Cause?.Metadata.TraceId;
        if (traceId is not null) metadata = metadata with { TraceId = traceId };

        return ambient.Pushed is { } pushed ? pushed.Over(metadata) : metadata;
    }

    /// <summary>These values where they are set, those of <paramref name="outer"/> elsewhere.</summary>
    internal EventMetadata Over(EventMetadata outer) => new()
    {
        Source = Source ?? outer.Source,
        TraceId = TraceId ?? outer.TraceId,
        UserId = UserId ?? outer.UserId,
        RequestId = RequestId ?? outer.RequestId,
        CorrelationId = CorrelationId ?? outer.CorrelationId,
        CausationId = CausationId ?? outer.CausationId,
        Headers = Merge(outer.Headers, Headers),
    };

    /// <exception cref="ArgumentException">It is more than an event may carry.</exception>
    internal static void RefuseExcess(EventMetadata pushed)
    {
        if (pushed.Headers.Count > MaxHeaders)
            throw new ArgumentException($"An event may carry {MaxHeaders} headers, and these would be {pushed.Headers.Count}. Put what is more into the payload.", "headers");

        RefuseLong(pushed.Source, "source");
        RefuseLong(pushed.UserId, "userId");
        RefuseLong(pushed.RequestId, "requestId");
        RefuseLong(pushed.CorrelationId, "correlationId");
        foreach (var (name, value) in pushed.Headers)
        {
            RefuseLong(name, "headers");
            RefuseLong(value, "headers");
        }

        void RefuseLong(string? value, string parameter)
        {
            if (value?.Length > MaxTextLength)
                throw new ArgumentException($"Metadata may have {MaxTextLength} characters each, and this has {value.Length}. Put it into the payload.", parameter);
        }
    }

    private static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> outer, IReadOnlyDictionary<string, string> inner)
    {
        if (inner.Count == 0) return outer;
        var merged = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        foreach (var (name, value) in inner) merged[name] = value;
        return merged;
    }
}
