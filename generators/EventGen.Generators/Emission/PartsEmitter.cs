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
        WriteOverload(writer, model, construction, "void", "Emit", $"Emits a {payload}.");
        writer.Line();
        WriteOverload(writer, model, construction, $"global::{FrameworkNames.ValueTask}", "InvokeAsync",
            $"Runs every handler and publisher of a {payload}, and returns when all have run.", "Passed to the handlers and publishers, which the bus's stop cancels too.");
        writer.Line();
        WriteOverload(writer, model, construction, $"global::{FrameworkNames.ValueTask}", "EmitAsync",
            $"Queues a {payload}, and returns when the queue has accepted it.", "Cancels the wait for capacity. An event that was already accepted is still delivered.");
        writer.Line();
        WriteOverload(writer, model, construction, "bool", "TryEnqueue",
            $"Queues a {payload} without waiting. Returns false when the queue is full.");
    }

    private static void WriteOverload(
        SourceWriter writer, EventModel model, ConstructionModel construction, string returns, string method, string summary, string? tokenComment = null)
    {
        bool takesToken = tokenComment is not null;
        var names = new NameAllocator(construction.Parts.Select(static part => part.Name.TrimStart('@')));
        string topic = names.Take("topic"), token = names.Take("cancellationToken");
        var parameters = new List<string> { $"this global::{RuntimeNames.Topic}<{model.Type.Global}> {topic}" };

        // The token comes last, so that nothing can follow it: the overload with a token takes an array where the other takes "params".
        parameters.AddRange(construction.Parts.Select(part => Parameter(takesToken ? part.AsArray : part)));
        if (takesToken) parameters.Add($"global::{FrameworkNames.CancellationToken} {token} = default");

        writer.Line($"/// <summary>{summary}</summary>");
        if (construction.Parts.Any(static part => part.Comment.Length > 0)) WriteComments(writer, construction, topic, token, tokenComment);
        if (model.WarningAttributes.Obsolete is { } obsolete) writer.Line(obsolete);
        if (model.WarningAttributes.Experimental is { } experimental) writer.Line(experimental);

        string access = model.IsPublic && construction.IsPublic ? "public" : "internal";
        string call = $"{topic}.{method}({Creation(model, construction, takesToken)}{(takesToken ? $", {token}" : "")});";
        if (parameters.Count == 1)
        {
            writer.Line($"{access} static {returns} {method}({parameters[0]}) =>");
        }
        else
        {
            writer.Line($"{access} static {returns} {method}(");
            for (int i = 0; i < parameters.Count; i++) writer.Line($"    {parameters[i]}{(i + 1 < parameters.Count ? "," : ") =>")}");
        }

        writer.Line($"    {call}");
    }

    // All or none: the compiler warns of a parameter that is left out where others are not.
    private static void WriteComments(SourceWriter writer, ConstructionModel construction, string topic, string token, string? tokenComment)
    {
        writer.Line(Comment(topic, "The event's topic."));
        foreach (var part in construction.Parts)
            writer.Line(Comment(part.Name, part.Comment.Length > 0 ? CSharpText.Xml(part.Comment) : $"The payload's <c>{part.Name.TrimStart('@')}</c>."));
        if (tokenComment is not null) writer.Line(Comment(token, tokenComment));
    }

    private static string Comment(string parameter, string text) => $"/// <param name=\"{parameter.TrimStart('@')}\">{text}</param>";

    private static string Parameter(PartModel part)
    {
        string modifier = part.IsParams ? "params " : "";
        string otherwise = part.Default is null ? "" : $" = {part.Default}";
        return $"{part.Attributes}{modifier}{part.Type} {part.Name}{otherwise}";
    }

    private static string Creation(EventModel model, ConstructionModel construction, bool takesToken)
    {
        var arrays = new HashSet<string>(construction.Parts.Where(part => takesToken && part.IsParams).Select(static part => part.Name), StringComparer.Ordinal);
        string arguments = string.Join(", ", construction.Arguments.Select(argument => arrays.Contains(argument) ? $"{argument} ?? []" : argument));
        string creation = $"new {model.Type.Global}({arguments})";
        return construction.Initializers.Count == 0 ? creation : $"{creation} {{ {string.Join(", ", construction.Initializers)} }}";
    }
}
