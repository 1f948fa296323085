namespace EventGen;

/// <summary>What becomes of parts marked <see cref="SensitiveAttribute"/> where a payload leaves the memory of the process. Not thread safe; read once, when the bus is made.</summary>
public sealed class SensitiveDataOptions
{
    /// <summary>What is written of sensitive parts into messages, rows of an outbox and stored dead letters.</summary>
    /// <value>Default: <see cref="SensitiveDataHandling.Keep"/>.</value>
    public SensitiveDataHandling Handling { get; set; }

    /// <summary>The key for AES-GCM: 16, 24 or 32 random bytes. With it encrypted parts are read, whatever <see cref="Handling"/> says.</summary>
    /// <value>Default: <see langword="null"/>, none.</value>
    public byte[]? Key { get; set; }

    /// <summary>Keys that were used before: they are tried in order for what <see cref="Key"/> does not decrypt.</summary>
    /// <value>Default: empty.</value>
    public IList<byte[]> OlderKeys { get; private set; } = [];

    /// <inheritdoc cref="EventBusOptions.Copy"/>
    internal SensitiveDataOptions Copy()
    {
        var copy = (SensitiveDataOptions)MemberwiseClone();
        copy.Key = (byte[]?)Key?.Clone();
        copy.OlderKeys = [];
        foreach (byte[]? key in OlderKeys) copy.OlderKeys.Add((byte[])key?.Clone()!);
        return copy;
    }

    internal IEnumerable<string> ValidationErrors(string name)
    {
        if (Handling is < SensitiveDataHandling.Keep or > SensitiveDataHandling.LeaveOut) yield return $"{name}.{nameof(Handling)} is {(int)Handling}, which is no {nameof(SensitiveDataHandling)}.";
        if (Handling == SensitiveDataHandling.Encrypt && Key is null) yield return $"{name}.{nameof(Handling)} is {nameof(SensitiveDataHandling.Encrypt)}, and {nameof(Key)} is not set.";
        if (Key is { Length: not (16 or 24 or 32) }) yield return $"{name}.{nameof(Key)} has {Key.Length} bytes; it must have 16, 24 or 32.";
        foreach (byte[]? key in OlderKeys)
        {
            if (key is { Length: 16 or 24 or 32 }) continue;
            yield return $"{name}.{nameof(OlderKeys)} has a key that has not 16, 24 or 32 bytes.";
            break;
        }
    }
}
