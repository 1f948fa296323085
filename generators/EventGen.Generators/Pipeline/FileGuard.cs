using System.Text;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Pipeline;

/// <summary>Keeps a failure on one file from taking all output of the generator with it.</summary>
internal static class FileGuard
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes one file; an error that names the item when that fails.</summary>
    public static void Emit(SourceProductionContext context, string item, string hint, Func<string> emit)
    {
        try
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.AddSource(hint, SourceText.From(emit(), s_utf8));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            context.ReportDiagnostic(ItemGuard.Diagnose(new FailureModel(item, exception), Location.None));
        }
    }
}
