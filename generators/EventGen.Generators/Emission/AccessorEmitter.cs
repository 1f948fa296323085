using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes <c>Events.OrderPlaced</c>.</summary>
internal static class AccessorEmitter
{
    private static readonly HashSet<string> s_objectMembers = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    };

    public static void Write(SourceWriter writer, EventFile file)
    {
        var model = file.Event;
        string summary = model.Description.Length > 0 ? CSharpText.Xml(model.Description) : $"The event <c>{model.Id}</c>.";
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line($"/// <remarks>{Remarks(file)}</remarks>");
        if (model.WarningAttributes.Obsolete is { } obsolete) writer.Line(obsolete);
        if (model.WarningAttributes.Experimental is { } experimental) writer.Line(experimental);

        writer.Write($"""
            {Modifiers(model.IsPublic, model.Accessor)} global::{RuntimeNames.Topic}<{model.Type.Global}> {CSharpText.Identifier(model.Accessor)} =>
                global::{RuntimeNames.AmbientTopic}<{model.Type.Global}>.Current;
            """);
    }

    /// <summary>What an accessor's declaration begins with.</summary>
    public static string Modifiers(bool isPublic, string accessor) =>
        $"{(isPublic ? "public" : "internal")} static{(s_objectMembers.Contains(accessor) ? " new" : "")}";

    /// <summary>The names of the handlers that this project knows, as a remark.</summary>
    public static string Handlers(EquatableArray<HandlerModel> handlers) => $"Handlers: {Names(handlers.Select(static handler => handler.Name))}.";

    private static string Remarks(EventFile file)
    {
        string remarks = $"Event <c>{file.Event.Id}</c>, version {Invariant(file.Event.Version)}.";
        if (file.Handlers.Count > 0) remarks += $" {Handlers(file.Handlers)}";
        if (file.Event.Publishers.Count > 0) remarks += $" Publishers: {Names(file.Event.Publishers)}.";
        return remarks;
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(static name => $"<c>{CSharpText.Xml(name)}</c>"));

    private static string Invariant(int number) => CSharpText.Constant(number)!;
}
