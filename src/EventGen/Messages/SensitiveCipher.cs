using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventGen;

/// <summary>Encrypts sensitive values with AES-GCM, bound to their event. Thread safe.</summary>
/// <param name="key">Encrypts; <see langword="null"/> where nothing is encrypted.</param>
/// <param name="readKeys">Decrypt, the newest first.</param>
/// <param name="eventId">What the values are bound to: those of one event are not accepted in another.</param>
internal sealed class SensitiveCipher(byte[]? key, IReadOnlyList<byte[]> readKeys, string eventId)
{
    private const string Prefix = "encrypted:1:";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _eventId = Encoding.UTF8.GetBytes(eventId);

    /// <summary>Writes a value encrypted, as a text.</summary>
    public void Encrypt(ReadOnlySpan<byte> value, Utf8JsonWriter writer)
    {
        byte[] sealedValue = new byte[NonceSize + TagSize + value.Length];
        var nonce = sealedValue.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key!, TagSize);
        aes.Encrypt(nonce, value, sealedValue.AsSpan(NonceSize + TagSize), sealedValue.AsSpan(NonceSize, TagSize), _eventId);
        writer.WriteStringValue(Prefix + Convert.ToBase64String(sealedValue));
    }

    /// <summary>Writes a value decrypted; one that is not encrypted as it is.</summary>
    /// <exception cref="CryptographicException">It was encrypted with another key, for another event, or was changed.</exception>
    public void Decrypt(ReadOnlySpan<byte> value, Utf8JsonWriter writer)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            writer.WriteRawValue(value, skipInputValidation: true);
            return;
        }

        writer.WriteRawValue(Open(text[Prefix.Length..]), skipInputValidation: true);
    }

    private byte[] Open(string text)
    {
        byte[] sealedValue = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, sealedValue, out int length) || length < NonceSize + TagSize) throw new CryptographicException("It is no encrypted value.");
        byte[] value = new byte[length - NonceSize - TagSize];
        foreach (byte[] readKey in readKeys)
        {
            using var aes = new AesGcm(readKey, TagSize);
            try
            {
                aes.Decrypt(sealedValue.AsSpan(0, NonceSize), sealedValue.AsSpan(NonceSize + TagSize, value.Length), sealedValue.AsSpan(NonceSize, TagSize), value, _eventId);
                return value;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Perhaps an older key.
            }
        }

        throw new CryptographicException("No key decrypts it.");
    }
}
