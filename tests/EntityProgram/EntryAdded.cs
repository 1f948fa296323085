using System.Text.Json.Serialization;

namespace EntityProgram;

/// <summary>An entry was saved.</summary>
[Event, Durable]
[EventTrigger(typeof(Entry), On = EntityChangeKind.Added)]
public sealed record EntryAdded(int Id);

/// <summary>An entry was checked by the first handler.</summary>
[Event, Durable]
[EventTrigger(typeof(Entry), nameof(WasChecked), On = EntityChangeKind.Modified)]
public sealed record EntryChecked(int Id)
{
    public static bool WasChecked(EntityChange<Entry> change) => change.IsChanged(static entry => entry.Checked);
}

[JsonSerializable(typeof(EntryAdded))]
[JsonSerializable(typeof(EntryChecked))]
internal sealed partial class ProgramJson : JsonSerializerContext;
