using System.Runtime.CompilerServices;
using EventGen.EventContracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Analyzers;

/// <summary>A contract file as it was read, or why it cannot be read. A text is read once, however many projects and edits look at it.</summary>
internal sealed class ContractFileText
{
    private static readonly ConditionalWeakTable<SourceText, ContractFileText> s_known = new();

    private ContractFileText(ContractFile? file, ContractFileException? error) => (File, Error) = (file, error);

    /// <summary>What it says; <see langword="null"/> when it cannot be read.</summary>
    public ContractFile? File { get; }

    /// <summary>Why it cannot be read; <see langword="null"/> when it can.</summary>
    public ContractFileException? Error { get; }

    public static ContractFileText Of(SourceText text) => s_known.GetValue(text, static text => Read(text, declared: null));

    /// <summary>Whether the file has the name of a contract file.</summary>
    public static bool IsOne(AdditionalText file) => string.Equals(Path.GetFileName(file.Path), ContractFile.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole line of a file.</summary>
    public static Location Line(AdditionalText file, SourceText text, int line)
    {
        if (text.Lines.Count == 0) return Location.Create(file.Path, default, default);
        var span = text.Lines[Math.Min(line, text.Lines.Count - 1)].Span;
        return Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span));
    }

    /// <summary>The file beside the contracts that the assembly declares: what is equal is not read.</summary>
    public static ContractFileText Beside(SourceText text, DeclaredContracts declared) => Read(text, declared);

    private static ContractFileText Read(SourceText text, DeclaredContracts? declared)
    {
        try
        {
            return new ContractFileText(ContractFileReader.Read(text.ToString(), declared), null);
        }
        catch (ContractFileException exception)
        {
            return new ContractFileText(null, exception);
        }
    }
}
