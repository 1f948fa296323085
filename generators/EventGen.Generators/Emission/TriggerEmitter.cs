using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the call that adds one trigger of an event: condition and mapping are called directly.</summary>
internal static class TriggerEmitter
{
    private static readonly (int Bit, string Name)[] s_kinds = [(1, "Added"), (2, "Modified"), (4, "Deleted")];

    public static void Write(SourceWriter writer, EventModel model, TriggerModel trigger)
    {
        writer.Open($"module.AddTrigger(new global::{RuntimeNames.Trigger}<{trigger.Entity}, {model.Type.Global}>");
        writer.Line($"EventId = {CSharpText.Literal(model.Id)},");
        if (trigger.On != TriggerModel.Every) writer.Line($"On = {Kinds(trigger.On)},");
        if (trigger.Condition is { } condition)
        {
            writer.Line($"Condition = {CSharpText.Literal(condition)},");
            writer.Line($"IsMet = static change => {model.Type.Global}.{CSharpText.Identifier(condition)}(change),");
        }

        writer.Line($"Map = static change => {trigger.Event},");
        writer.Close("});");
    }

    private static string Kinds(int on) =>
        string.Join(" | ", s_kinds.Where(kind => (on & kind.Bit) != 0).Select(static kind => $"global::{RuntimeNames.EntityChangeKind}.{kind.Name}"));
}
