using System.Text;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators;

/// <summary>Keeps a failure on one item from taking all output of the generator with it.</summary>
internal static class ItemGuard
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Parses one item; nothing when that fails. The analyzer, which parses the same, reports the failure.</summary>
    public static T? Parse<T>(Func<T?> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
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
            context.ReportDiagnostic(Failure(item, exception, Location.None));
        }
    }

    public static Diagnostic Failure(string item, Exception exception, Location location) =>
        Diagnostic.Create(GeneratorRules.ItemFailed, location, item, $"{exception.GetType().Name}: {exception.Message}");
}
