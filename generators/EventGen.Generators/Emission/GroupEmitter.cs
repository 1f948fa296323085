using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the file of one group: its accessor, and the switch that finds the project's events in it.</summary>
internal static class GroupEmitter
{
    public static string Emit(GroupFile file, GeneratedNames names)
    {
        var suppressions = SuppressionModel.Union(
            file.Members.Select(static member => member.Suppressions).Append(file.Declared?.Suppressions ?? SuppressionModel.None));
        var writer = GeneratedFile.Begin($"The group '{file.Id}', declared by {file.Type.FullName}.", suppressions);
        writer.OpenNamespace(names);
        if (file is { HasAccessor: true, Declared: { } declared })
        {
            writer.Open($"public static partial class {names.Accessor}");
            WriteAccessor(writer, declared, file.Members);
            writer.Close();
            writer.Line();
        }

        writer.Open($"public sealed partial class {names.Module}");
        if (suppressions.NeedsObsoleteContext) writer.Line(GeneratedFile.Obsolete);
        writer.Open($"private static void {MemberName.AddGroup(file.Identifier)}(global::{RuntimeNames.ModuleBuilder} module)");
        WriteRegistration(writer, file);
        writer.Close();
        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }

    private static void WriteAccessor(SourceWriter writer, GroupModel group, EquatableArray<MembershipModel> members)
    {
        string summary = group.Description.Length > 0 ? CSharpText.Xml(group.Description) : $"The group <c>{CSharpText.Xml(group.Id)}</c>.";
        string names = string.Join(", ", members.Select(static member => $"<c>{CSharpText.Xml(member.Event.FullName)}</c>").OrderBy(static name => name, StringComparer.Ordinal));
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line($"/// <remarks>Group <c>{CSharpText.Xml(group.Id)}</c>.{(names.Length > 0 ? $" Events: {names}." : "")}</remarks>");
        writer.Write($"""
            {AccessorEmitter.Modifiers(group.IsPublic, group.Accessor)} global::{RuntimeNames.Group}<{group.Type.Global}> {CSharpText.Identifier(group.Accessor)} =>
                global::{RuntimeNames.AmbientGroup}<{group.Type.Global}>.Current;
            """);
    }

    private static void WriteRegistration(SourceWriter writer, GroupFile file)
    {
        writer.Line($"module.AddGroup<{file.Type.Global}>(");
        writer.Line($"    {CSharpText.Literal(file.Id)},");
        if (file.Members.Count == 0)
        {
            writer.Line("    static payload => -1,");
            writer.Line("    static members => { });");
            return;
        }

        writer.Line("    static payload => payload switch");
        writer.Line("    {");
        int place = 0;
        foreach (var member in file.Members) writer.Line($"        {member.Event.Global} => {CSharpText.Constant(place++)},");
        writer.Line("        _ => -1,");
        writer.Line("    },");
        writer.Line("    static members =>");
        writer.Line("    {");
        foreach (var member in file.Members) writer.Line($"        members.Add<{member.Event.Global}>();");
        writer.Line("    });");
    }
}
