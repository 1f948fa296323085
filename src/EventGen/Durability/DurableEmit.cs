namespace EventGen;

/// <summary>How a durable event is to be accepted.</summary>
public readonly record struct DurableEmit
{
    /// <summary>When it is due; <see langword="null"/> for now.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>How long from now it is due, on the store's clock; <see langword="null"/> for what <see cref="Due"/> says.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Its id was given by the caller: it may have been accepted before, and then nothing happens.</summary>
    public bool MayBeRepeated { get; init; }

    /// <summary>It is leased to this process, which runs a part of it itself and ends with <see cref="IOutboxEngine.End"/>.</summary>
    public bool IsHeld { get; init; }
}
