using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace EventGen.CompilerServices;

/// <inheritdoc/>
/// <typeparam name="TOld">The payload of the older version.</typeparam>
/// <typeparam name="T">The event.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventUpgrade<TOld, T> : EventUpgrade<T>
{
    // Created on first use. If two threads race, both instances read alike.
    private StrictJson<TOld>? _reader;

    /// <summary>The older payload's JSON contract.</summary>
    public required Func<JsonTypeInfo<TOld>> Json { get; init; }

    /// <summary>The names of the members that the older payload cannot do without.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Makes the event of the older payload.</summary>
    public required Func<TOld, T> Upgrade { get; init; }

    private StrictJson<TOld> Reader => _reader ??= new StrictJson<TOld>(Json(), Required);

    /// <inheritdoc/>
    internal override string? Explain(ReadOnlySpan<byte> json, Exception? failure) => Reader.Explain(json, failure);

    /// <inheritdoc/>
    internal override bool TryRead(ReadOnlySpan<byte> json, out T payload)
    {
        payload = default!;
        if (!Reader.TryRead(json, out var old)) return false;
        try
        {
            payload = Upgrade(old);
        }
        catch (Exception exception)
        {
            throw new EventUpgradeException(exception);
        }

        return payload is not null;
    }
}
