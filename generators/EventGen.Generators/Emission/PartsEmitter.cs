using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the overloads that take a payload's parts.</summary>
internal static class PartsEmitter
{
    public static void Write(SourceWriter writer, EventModel model, ConstructionModel construction)
    {
        string payload = construction.Parts.Count == 0
            ? $"new <see cref=\"{model.Type.Global}\"/>"
            : $"<see cref=\"{model.Type.Global}\"/> made of its parts";
        var plain = new PartsSignature(model, construction, takesToken: false);
        var withToken = new PartsSignature(model, construction, takesToken: true);
        WriteOverload(writer, model, construction, plain, "void", "Emit", $"Emits a {payload}.");
        writer.Line();
        WriteOverload(writer, model, construction, withToken, $"global::{FrameworkNames.ValueTask}", "InvokeAsync",
            $"Runs every handler and publisher of a {payload}, and returns when all have run.", "Passed to the handlers and publishers, which the bus's stop cancels too.");
        writer.Line();
        WriteOverload(writer, model, construction, withToken, $"global::{FrameworkNames.ValueTask}", "EmitAsync",
            $"Queues a {payload}, and returns when the queue has accepted it.", "Cancels the wait for capacity. An event that was already accepted is still delivered.");
        writer.Line();
        WriteOverload(writer, model, construction, plain, "bool", "TryEnqueue",
            $"Queues a {payload} without waiting. Returns false when the queue is full.");
    }

    private static void WriteOverload(
        SourceWriter writer, EventModel model, ConstructionModel construction, PartsSignature signature, string returns, string method, string summary, string? tokenComment = null)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        if (construction.Parts.Any(static part => part.Comment.Length > 0)) WriteComments(writer, construction, signature, tokenComment);
        if (model.WarningAttributes.Obsolete is { } obsolete) writer.Line(obsolete);
        if (model.WarningAttributes.Experimental is { } experimental) writer.Line(experimental);

        string access = model.IsPublic && construction.IsPublic ? "public" : "internal";
        var parameters = signature.Parameters;
        if (parameters.Count == 1)
        {
            writer.Line($"{access} static {returns} {method}({parameters[0]}) =>");
        }
        else
        {
            writer.Line($"{access} static {returns} {method}(");
            for (int i = 0; i < parameters.Count; i++) writer.Line($"    {parameters[i]}{(i + 1 < parameters.Count ? "," : ") =>")}");
        }

        writer.Line($"    {signature.Topic}.{method}({signature.Arguments});");
    }

    // All or none: the compiler warns of a parameter that is left out where others are not.
    private static void WriteComments(SourceWriter writer, ConstructionModel construction, PartsSignature signature, string? tokenComment)
    {
        writer.Line(Comment(signature.Topic, "The event's topic."));
        foreach (var part in construction.Parts)
            writer.Line(Comment(part.Name, part.Comment.Length > 0 ? CSharpText.Xml(part.Comment) : $"The payload's <c>{part.Name.TrimStart('@')}</c>."));
        if (tokenComment is not null) writer.Line(Comment(signature.Token, tokenComment));
    }

    private static string Comment(string parameter, string text) => $"/// <param name=\"{parameter.TrimStart('@')}\">{text}</param>";
}
