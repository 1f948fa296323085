using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the method with which the module adds one of its own events.</summary>
internal static class DefinitionEmitter
{
    public static void Write(SourceWriter writer, EventFile file, bool needsObsoleteContext)
    {
        var model = file.Event;
        if (needsObsoleteContext) writer.Line(GeneratedFile.Obsolete);
        writer.Open($"private static void {MemberName.AddEvent(file.Identifier)}(global::{RuntimeNames.ModuleBuilder} module)");
        writer.Open($"module.AddEvent(new global::{RuntimeNames.Definition}<{model.Type.Global}>");
        WriteDescriptor(writer, file);
        if (model.Key is { } key) writer.Line($"Key = static payload => {KeyText(key)},");
        if (model.Sensitive.Count > 0) writer.Line($"Sensitive = [{string.Join(", ", model.Sensitive.Select(CSharpText.Literal))}],");
        foreach (string assignment in DeliveryText.Assignments(model.Delivery, "HandlerTimeout")) writer.Line($"{assignment},");
        if (file.JsonContext is { } context)
        {
            WriteJson(writer, model.Type, context);
            if (file.Upgrades.Count > 0) WriteUpgrades(writer, file);
        }

        writer.Close("});");
        foreach (var trigger in model.Triggers) TriggerEmitter.Write(writer, model, trigger);
        if (file.Handlers.Count > 0) WriteHandlers(writer, model.Type.Global, MemberName.Dispatcher(file.Identifier), file.Handlers);
        writer.Close();
    }

    /// <summary>Writes the call that adds an event's handlers.</summary>
    public static void WriteHandlers(SourceWriter writer, string eventType, string dispatcher, EquatableArray<HandlerModel> handlers)
    {
        writer.Line($"module.AddHandlers<{eventType}>(");
        writer.Line("    [");
        foreach (var handler in handlers)
            writer.Line($"        new({CSharpText.Literal(handler.Name)}, Order: {CSharpText.Constant(handler.Order)}, {Traits(handler)}){Settings(handler)},");
        writer.Line("    ],");
        writer.Line($"    static instances => new {dispatcher}(instances));");
    }

    private static void WriteJson(SourceWriter writer, TypeName type, string context)
    {
        writer.Line("Json = static () =>");
        writer.Line($"    (global::{FrameworkNames.JsonTypeInfo}<{type.Global}>){context}.Default.GetTypeInfo(typeof({type.Global}))!,");
    }

    private static void WriteUpgrades(SourceWriter writer, EventFile file)
    {
        writer.Open("Upgrades =", "[");
        foreach (var (upgrade, context) in file.Upgrades)
        {
            writer.Open($"new global::{RuntimeNames.Upgrade}<{upgrade.Payload.Global}, {file.Event.Type.Global}>");
            writer.Line($"From = {CSharpText.Constant(upgrade.From)},");
            WriteJson(writer, upgrade.Payload, context);
            if (upgrade.Required.Count > 0) writer.Line($"Required = [{string.Join(", ", upgrade.Required.Select(CSharpText.Literal))}],");
            writer.Line($"Upgrade = static old => {upgrade.Event},");
            writer.Close("},");
        }

        writer.Close("],");
    }

    private static void WriteDescriptor(SourceWriter writer, EventFile file)
    {
        var model = file.Event;
        writer.Open($"Descriptor = new global::{RuntimeNames.Descriptor}");
        writer.Line($"Id = {CSharpText.Literal(model.Id)},");
        if (model.Description.Length > 0) writer.Line($"Description = {CSharpText.Literal(model.Description)},");
        if (model.Version != 1) writer.Line($"Version = {CSharpText.Constant(model.Version)},");
        if (file is { JsonContext: not null, Upgrades.Count: > 0 })
            writer.Line($"UpgradesFrom = [{string.Join(", ", file.Upgrades.Select(static upgrade => CSharpText.Constant(upgrade.Upgrade.From)))}],");
        writer.Line($"PayloadType = typeof({model.Type.Global}),");
        if (model.Fields.Count > 0)
        {
            writer.Line("Fields =");
            writer.Line("[");
            foreach (var field in model.Fields)
                writer.Line($"    new({CSharpText.Literal(field.Name)}, typeof({field.TypeOf}), Required: {(field.Required ? "true" : "false")}),");
            writer.Line("],");
        }

        if (model.Publishers.Count > 0) writer.Line($"Publishers = [{string.Join(", ", model.Publishers.Select(CSharpText.Literal))}],");
        if (model.PublishersOnReceive.Count > 0) writer.Line($"PublishersOnReceive = [{string.Join(", ", model.PublishersOnReceive.Select(CSharpText.Literal))}],");
        if (model.Sensitive.Count > 0) writer.Line("HasSensitiveParts = true,");
        if (model.IsDurable) writer.Line("IsDurable = true,");
        if (model.Key is { } key) writer.Line($"Key = {CSharpText.Literal(key.Member)},");
        writer.Close("},");
    }

    private static string KeyText(KeyModel key)
    {
        string member = $"payload.{CSharpText.Identifier(key.Member)}";
        return key.IsNullableValue
            ? $"{member} is {{ }} key ? global::{RuntimeNames.PartitionKey}.From({key.Conversion}key) : default"
            : $"global::{RuntimeNames.PartitionKey}.From({key.Conversion}{member})";
    }

    private static string Settings(HandlerModel handler)
    {
        var settings = new List<string>();

        // Handlers of several modules are put in order by it, whatever they are called.
        if (handler.Name != handler.FullName) settings.Add($"Method = {CSharpText.Literal(handler.FullName)}");
        settings.AddRange(DeliveryText.Assignments(handler.Delivery, "Timeout"));
        return settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}";
    }

    private static string Traits(HandlerModel handler)
    {
        var traits = new List<string>();
        if (handler.IsAsynchronous) traits.Add("Asynchronous");
        if (handler.TakesContext) traits.Add("Context");
        if (handler.NeedsProvider) traits.Add("Services");
        if (handler is { EmitsNothing: true, IsAsynchronous: false, NeedsScope: false }) traits.Add("EmitsNothing");
        if (traits.Count == 0) traits.Add("None");
        return string.Join(" | ", traits.Select(static trait => $"global::{RuntimeNames.Traits}.{trait}"));
    }
}
