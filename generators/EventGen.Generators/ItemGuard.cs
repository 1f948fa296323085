using System.Text;
using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators;

/// <summary>Keeps a failure on one item from taking all output of the generator with it.</summary>
internal static class ItemGuard
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Parses one item; nothing when that fails, which is passed on to be reported.</summary>
    public static T? Parse<T>(Func<T?> parse, Action<Exception> failed)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failed(exception);
            return default;
        }
    }

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
            context.ReportDiagnostic(Diagnose(new FailureModel(item, exception), Location.None));
        }
    }

    public static Diagnostic Diagnose(FailureModel failure, Location location) =>
        Diagnostic.Create(GeneratorRules.ItemFailed, location, failure.Item, failure.Cause);
}
