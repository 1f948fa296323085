using System.Text.Json;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Keeps the sensitive parts of one event out of what people read, and of what leaves the process where the options say so. Thread safe.</summary>
internal sealed class PayloadProtection<T>
{
    private const string Hidden = "(hidden: the event has sensitive parts)";

    // Shorter values are found in any text: then all of it is hidden.
    private const int ShortestReplaced = 4;

    private readonly EventDefinition<T> _definition;
    private readonly SensitiveDataHandling _handling;
    private readonly SensitiveCipher? _cipher;

    // Created on first use: it asks for the user's JSON context. If two threads race, either serves.
    private SensitiveParts? _parts;

    private PayloadProtection(EventDefinition<T> definition, SensitiveDataOptions options)
    {
        _definition = definition;
        _handling = options.Handling;
        byte[][] keys = options.Key is { } key ? [key, .. options.OlderKeys] : [.. options.OlderKeys];
        if (keys.Length > 0) _cipher = new SensitiveCipher(options.Key, keys, definition.Descriptor.Id);
    }

    private SensitiveParts Parts => _parts ??= SensitiveParts.Of(_definition.Sensitive, _definition.Json?.Invoke().Options.PropertyNamingPolicy);

    /// <returns><see langword="null"/> for an event without sensitive parts.</returns>
    public static PayloadProtection<T>? Create(EventDefinition<T> definition, SensitiveDataOptions options) =>
        definition.Sensitive.Count == 0 ? null : new PayloadProtection<T>(definition, options);

    /// <summary>The payload as it leaves the process.</summary>
    public byte[] Protect(byte[] json) => _handling switch
    {
        SensitiveDataHandling.Encrypt => SensitiveJson.Copy(json, Parts, _cipher!.Encrypt),
        SensitiveDataHandling.LeaveOut => SensitiveJson.Copy(json, Parts, replace: null),
        _ => json,
    };

    /// <summary>The payload as it was before <see cref="Protect"/>, but for what was left out.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A part was encrypted with another key.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public ReadOnlyMemory<byte> Reveal(ReadOnlyMemory<byte> json) => _cipher is null ? json : SensitiveJson.Copy(json.Span, Parts, _cipher.Decrypt);

    /// <summary>The payload as it may be shown.</summary>
    /// <returns>Empty when it is no JSON.</returns>
    public ReadOnlyMemory<byte> Mask(ReadOnlyMemory<byte> json)
    {
        try
        {
            return SensitiveJson.Copy(json.Span, Parts, static (_, writer) => writer.WriteStringValue(SensitiveJson.Mask));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>A text without the sensitive values of an event.</summary>
    public string Hide(string text, T payload)
    {
        if (text.Length == 0) return text;
        try
        {
            if (_definition.Json is not { } contract) return Hidden;
            foreach (string value in SensitiveJson.Values(JsonSerializer.SerializeToUtf8Bytes(payload, contract()), Parts).OrderByDescending(static value => value.Length))
            {
                if (!text.Contains(value, StringComparison.OrdinalIgnoreCase)) continue;
                if (value.Length < ShortestReplaced) return Hidden;
                text = text.Replace(value, SensitiveJson.Mask, StringComparison.OrdinalIgnoreCase);
            }

            return text;
        }
        catch (Exception)
        {
            // The payload's own code: what it holds cannot be told.
            return Hidden;
        }
    }

    /// <summary>An exception for a log, whose text has no sensitive value of an event.</summary>
    public Exception Hide(Exception exception, T payload)
    {
        string text = ExceptionText.Of(exception), hidden = Hide(text, payload);
        return hidden == text ? exception : new HiddenException(Hide(ExceptionText.MessageOf(exception), payload), hidden == Hidden ? $"{exception.GetType().FullName}: {Hidden}" : hidden);
    }
}
