using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventGen.Cli.Managing;

/// <summary>Reads an answer of a server that is not trusted: no more than a limit, and only what every later look at it can read.</summary>
internal static class AnswerReader
{
    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int Limit = 64 << 20;

    /// <exception cref="InvalidDataException">It is larger than the limit.</exception>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    public static async Task<byte[]> ReadAllAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        byte[] buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and int count)
        {
            if (read.Length + count > Limit) throw new InvalidDataException($"answers with more than {Limit >> 20} MiB; nothing of it was used.");
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    /// <summary>Reads an object.</summary>
    /// <exception cref="JsonException">It is no object, has a member twice, or a text that is not Unicode.</exception>
    public static JsonObject Parse(byte[] json)
    {
        // A node reads its texts when it is asked, and would fail only then.
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("A text is not Unicode.", exception);
        }

        return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw new JsonException("It is no object.");
    }
}
