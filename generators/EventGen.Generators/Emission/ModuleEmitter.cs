using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the module, and the declarations that the files of events are parts of.</summary>
internal static class ModuleEmitter
{
    private const string NotClsCompliant = "[global::System.CLSCompliant(false)]";

    public static string Emit(ModuleModel model, bool keepsManifest)
    {
        var names = model.Project.Names;
        string assembly = CSharpText.Xml(model.Project.AssemblyName);
        var writer = GeneratedFile.Begin(
            $"The module of the assembly {model.Project.AssemblyName}.",
            model.CallsObsolete ? new SuppressionModel(new[] { "CS0612" }.ToEquatableArray(), false) : null);
        writer.Line($"[assembly: {CSharpText.Attribute(RuntimeNames.ModuleAttribute)}(typeof({names.GlobalModule}))]");
        writer.Line();
        writer.OpenNamespace(names);

        if (model.HasAccessors)
        {
            WriteMarks(writer, model, $"The events of <c>{assembly}</c>, on the ambient bus.");
            writer.Open($"public static partial class {names.Accessor}");
            writer.Close();
            writer.Line();
        }
        else if (model.HasForwards)
        {
            // Internal, unless a part that is written by hand says otherwise.
            WriteMarks(writer, model, $"The events of the assemblies that <c>{assembly}</c> references, on the ambient bus.");
            ForwardEmitter.OpenClass(writer, names);
            writer.Close();
            writer.Line();
        }

        if (model.HasParts)
        {
            WriteMarks(writer, model, $"Emits the events of <c>{assembly}</c> from their parts.");
            writer.Line(GeneratedFile.Hidden);
            writer.Open($"public static partial class {names.Parts}");
            writer.Close();
            writer.Line();
        }

        WriteMarks(writer, model, $"The events and handlers of <c>{assembly}</c>.");
        writer.Open($"public sealed partial class {names.Module} : global::{RuntimeNames.Module}");
        WriteMembers(writer, model, names, keepsManifest);
        writer.Close();
        writer.CloseNamespace(names);
        return writer.Finish();
    }

    private static void WriteMarks(SourceWriter writer, ModuleModel model, string summary)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        writer.Line(GeneratedFile.Mark);
        if (model.Project.IsClsCompliant) writer.Line(NotClsCompliant);
    }

    private static void WriteMembers(SourceWriter writer, ModuleModel model, GeneratedNames names, bool keepsManifest)
    {
        writer.Write($$"""
            private {{names.Module}}() : base({{CSharpText.Literal(model.Project.AssemblyName)}})
            {
            }

            /// <summary>The only instance. It has no state, so every bus can use it.</summary>
            public static {{names.GlobalModule}} Instance { get; } = new {{names.GlobalModule}}();

            /// <inheritdoc/>
            """);
        if (keepsManifest) writer.Line("[global::System.Diagnostics.CodeAnalysis.DynamicDependency(\"Manifest\")]");
        writer.Open($"protected override void Build(global::{RuntimeNames.ModuleBuilder} module)");
        foreach (string module in model.Project.References.Modules) writer.Line($"module.Include({module}.Instance);");
        foreach (var one in model.Events)
            writer.Line(one.Declaration is { } declared ? $"module.Declare({CSharpText.Literal(declared.Id)}, typeof({declared.Type}));" : $"{MemberName.AddEvent(one.Identifier)}(module);");
        foreach (string group in model.Groups) writer.Line($"{MemberName.AddGroup(group)}(module);");
        foreach (string referenced in model.ReferencedEvents) writer.Line($"{MemberName.AddHandlers(referenced)}(module);");
        foreach (string type in model.Classes) writer.Line($"{MemberName.Register(type)}(module);");
        writer.Close();
        WriteDefine(writer, [.. model.Events.Where(static one => one.Declaration is not null)]);
    }

    // By the order of the declarations.
    private static void WriteDefine(SourceWriter writer, ModuleEvent[] declared)
    {
        if (declared.Length == 0) return;
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open($"protected override void Define(int number, global::{RuntimeNames.ModuleBuilder} module)");
        writer.Open("switch (number)");
        for (int i = 0; i < declared.Length; i++) writer.Line($"case {CSharpText.Constant(i)}: {MemberName.AddEvent(declared[i].Identifier)}(module); break;");
        writer.Line("default: base.Define(number, module); break;");
        writer.Close();
        writer.Close();
    }
}
