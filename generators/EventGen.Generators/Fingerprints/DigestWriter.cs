using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Fingerprints;

/// <summary>Reduces what is written to a digest. All that has no fixed length is written with its length, so that no two inputs read alike.</summary>
internal sealed class DigestWriter
{
    // A project has thousands of digests, and an algorithm costs more than most of them.
    [ThreadStatic]
    private static SHA256? t_algorithm;

    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    public DigestWriter() => _writer = new BinaryWriter(_stream, Encoding.UTF8);

    public void Write(int value) => _writer.Write(value);

    public void Write(long value) => _writer.Write(value);

    public void Write(byte[] digest) => _writer.Write(digest);

    public void Write(string value) => _writer.Write(value);

    /// <summary>Character by character: half of a surrogate pair is text that an encoding would lose.</summary>
    public void Write(SourceText text, TextSpan span)
    {
        char[] characters = new char[span.Length];
        text.CopyTo(span.Start, characters, 0, span.Length);
        byte[] bytes = new byte[span.Length * sizeof(char)];
        Buffer.BlockCopy(characters, 0, bytes, 0, bytes.Length);
        _writer.Write(span.Length);
        _writer.Write(bytes);
    }

    public void Write(CSharpParseOptions options)
    {
        Write((int)options.LanguageVersion);
        Write((int)options.DocumentationMode);
        Write((int)options.Kind);
        Write(options.PreprocessorSymbolNames);
        Write(options.Features.OrderBy(static feature => feature.Key, StringComparer.Ordinal).SelectMany(static feature => new[] { feature.Key, feature.Value }));
    }

    public void Write(IEnumerable<string> values)
    {
        string[] all = [.. values];
        Write(all.Length);
        foreach (string value in all) Write(value);
    }

    /// <summary>The digest of what was written since the last one.</summary>
    public byte[] Finish()
    {
        t_algorithm ??= SHA256.Create();
        byte[] digest = t_algorithm.ComputeHash(_stream.GetBuffer(), 0, (int)_stream.Length);
        _stream.SetLength(0);
        return digest;
    }
}
