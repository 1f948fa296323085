using System.Collections.Immutable;
using EventGen.Generators.Aggregation;
using EventGen.Generators.Emission;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Pipeline;

/// <summary>Which files are written, each guarded by itself.</summary>
internal static class Outputs
{
    public static void Events(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<EventFile> files,
        IncrementalValueProvider<GeneratedNames> names) =>
        context.RegisterSourceOutput(files.Combine(names), static (context, pair) => FileGuard.Emit(
            context, pair.Left.Event.Type.FullName, HintName.Event(pair.Left.Hint), () => EventEmitter.Emit(pair.Left, pair.Right).WithAliases(pair.Right)));

    public static void Groups(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<GroupIndex> groups,
        IncrementalValueProvider<ModuleNames> moduleNames,
        IncrementalValueProvider<GeneratedNames> names)
    {
        var files = groups.SelectMany(static (index, _) => index.Files).Combine(moduleNames)
            .Select(static (pair, _) => pair.Right.Named(pair.Left))
            .WithTrackingName(TrackingNames.GroupFiles);
        context.RegisterSourceOutput(files.Combine(names), static (context, pair) => FileGuard.Emit(
            context, pair.Left.Type.FullName, HintName.Group(pair.Left.Hint), () => GroupEmitter.Emit(pair.Left, pair.Right).WithAliases(pair.Right)));
    }

    /// <summary>The accessors of other assemblies; those of events that the project handles stand with the handlers.</summary>
    public static void Forwards(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<ForwardIndex> forwards,
        IncrementalValueProvider<HandlerIndex> handlers,
        IncrementalValueProvider<GeneratedNames> names)
    {
        var files = forwards.Combine(handlers).SelectMany(static (pair, _) => pair.Left.Files(pair.Right)).WithTrackingName(TrackingNames.ForwardFiles);
        context.RegisterSourceOutput(files.Combine(names), static (context, pair) => FileGuard.Emit(
            context, pair.Left.Assembly, HintName.Forwards(pair.Left.Hint), () => ForwardEmitter.Emit(pair.Left, pair.Right)));
    }

    public static void Handlers(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<HandlerModel> handlers,
        IncrementalValueProvider<HandlerIndex> index,
        IncrementalValueProvider<ForwardIndex> forwards,
        IncrementalValueProvider<ModuleNames> moduleNames,
        IncrementalValueProvider<GeneratedNames> names)
    {
        var indexed = handlers.Combine(index.Combine(moduleNames));
        var referencedEvents = indexed.Combine(forwards)
            .Select(static (pair, _) => pair.Left.Right.Left.ReferencedFileOf(pair.Left.Left, pair.Right, pair.Left.Right.Right))
            .Where(static file => file is not null).Select(static (file, _) => file!)
            .WithTrackingName(TrackingNames.ReferencedEventFiles);
        context.RegisterSourceOutput(referencedEvents.Combine(names), static (context, pair) => FileGuard.Emit(
            context, pair.Left.Event.FullName, HintName.Handlers(pair.Left.Hint), () => ReferencedEventEmitter.Emit(pair.Left, pair.Right).WithAliases(pair.Right)));

        var classes = indexed.Select(static (pair, _) => pair.Right.Left.ClassFileOf(pair.Left, pair.Right.Right))
            .Where(static file => file is not null).Select(static (file, _) => file!)
            .WithTrackingName(TrackingNames.HandlerClassFiles);
        context.RegisterSourceOutput(classes.Combine(names), static (context, pair) => FileGuard.Emit(
            context, pair.Left.Class.Type.FullName, HintName.Handlers(pair.Left.Hint), () => HandlerClassEmitter.Emit(pair.Left, pair.Right).WithAliases(pair.Right)));
    }

    /// <summary>Tells the analyzer which methods the generator could not read: only together do they know what was lost.</summary>
    public static void UnreadHandlers(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ImmutableArray<string>> names) =>
        context.RegisterSourceOutput(names, static (context, names) =>
        {
            if (!names.IsEmpty) FileGuard.Emit(context, HintName.Unread, HintName.Unread, () => UnreadHandlersEmitter.Emit(names));
        });

    /// <summary>Reports what could not be read. Without a place, which would change with each line above it.</summary>
    public static void Failures(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<FailureModel> failures) =>
        context.RegisterSourceOutput(failures, static (context, failure) => context.ReportDiagnostic(ItemGuard.Diagnose(failure, Location.None)));

    /// <summary>What tools read of the assembly. Nothing that an editor shows depends on it.</summary>
    public static void Manifest(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ModuleModel> module, IncrementalValueProvider<string> manifest) =>
        context.RegisterImplementationSourceOutput(
            module.Select(static (model, _) => (model.IsNeeded, model.Project.Names, model.Project.AssemblyName)).Combine(manifest), static (context, pair) =>
            {
                var (isNeeded, names, assembly) = pair.Left;
                if (isNeeded) FileGuard.Emit(context, names.Module, HintName.Manifest, () => ManifestEmitter.Emit(assembly, names, pair.Right));
            });

    public static void Module(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ModuleModel> module, IncrementalValueProvider<bool> keepsManifest) =>
        context.RegisterSourceOutput(module.Combine(keepsManifest), static (context, pair) =>
        {
            var (model, keepsManifest) = pair;
            if (!model.IsNeeded) return;
            var names = model.Project.Names;
            FileGuard.Emit(context, names.Module, HintName.Module(names.Module), () => ModuleEmitter.Emit(model, keepsManifest).WithAliases(names));
            if (model.Project.IsExecutable)
                FileGuard.Emit(context, names.Module, HintName.Ambient, () => AmbientEmitter.Emit(names));
            if (model.HasUsings) FileGuard.Emit(context, names.Module, HintName.Usings, () => UsingsEmitter.Emit(model));
        });
}
