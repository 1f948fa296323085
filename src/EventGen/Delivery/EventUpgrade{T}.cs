using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>How payloads of one older version of an event are read. Thread safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EventUpgrade<T>
{
    private protected EventUpgrade()
    {
    }

    /// <summary>The version.</summary>
    public required int From { get; init; }

    /// <summary>Reads a payload of that version and makes the event of it.</summary>
    /// <returns>False when the JSON, or the event, is null.</returns>
    /// <exception cref="EventUpgradeException">The upgrade threw.</exception>
    internal abstract bool TryRead(ReadOnlySpan<byte> json, out T payload);

    /// <inheritdoc cref="StrictJson{T}.Explain"/>
    internal abstract string? Explain(ReadOnlySpan<byte> json, Exception? failure);
}
