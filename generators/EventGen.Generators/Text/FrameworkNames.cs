namespace EventGen.Generators.Text;

/// <summary>The types of the framework and of others that the generator knows, by their full names.</summary>
internal static class FrameworkNames
{
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string Exception = "System.Exception";
    public const string Guid = "System.Guid";
    public const string ServiceProvider = "System.IServiceProvider";
    public const string Stream = "System.IO.Stream";
    public const string Task = "System.Threading.Tasks.Task";
    public const string TimeSpan = "System.TimeSpan";
    public const string Type = "System.Type";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";

    public const string CallerArgumentExpressionAttribute = "System.Runtime.CompilerServices.CallerArgumentExpressionAttribute";
    public const string CallerFilePathAttribute = "System.Runtime.CompilerServices.CallerFilePathAttribute";
    public const string CallerLineNumberAttribute = "System.Runtime.CompilerServices.CallerLineNumberAttribute";
    public const string CallerMemberNameAttribute = "System.Runtime.CompilerServices.CallerMemberNameAttribute";
    public const string ClsCompliantAttribute = "System.CLSCompliantAttribute";
    public const string ExperimentalAttribute = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";
    public const string FlagsAttribute = "System.FlagsAttribute";
    public const string GeneratedCodeAttribute = "System.CodeDom.Compiler.GeneratedCodeAttribute";
    public const string InternalsVisibleToAttribute = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";
    public const string ObsoleteAttribute = "System.ObsoleteAttribute";
    public const string SetsRequiredMembersAttribute = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";

    public const string JsonConstructorAttribute = "System.Text.Json.Serialization.JsonConstructorAttribute";
    public const string JsonContext = "System.Text.Json.Serialization.JsonSerializerContext";
    public const string JsonConverter = "System.Text.Json.Serialization.JsonConverter";
    public const string JsonConverterAttribute = "System.Text.Json.Serialization.JsonConverterAttribute";
    public const string JsonDerivedTypeAttribute = "System.Text.Json.Serialization.JsonDerivedTypeAttribute";
    public const string JsonExtensionDataAttribute = "System.Text.Json.Serialization.JsonExtensionDataAttribute";
    public const string JsonIgnoreAttribute = "System.Text.Json.Serialization.JsonIgnoreAttribute";
    public const string JsonIncludeAttribute = "System.Text.Json.Serialization.JsonIncludeAttribute";
    public const string JsonNumberEnumConverter = "System.Text.Json.Serialization.JsonNumberEnumConverter";
    public const string JsonNumberHandlingAttribute = "System.Text.Json.Serialization.JsonNumberHandlingAttribute";
    public const string JsonPolymorphicAttribute = "System.Text.Json.Serialization.JsonPolymorphicAttribute";
    public const string JsonPropertyNameAttribute = "System.Text.Json.Serialization.JsonPropertyNameAttribute";
    public const string JsonRequiredAttribute = "System.Text.Json.Serialization.JsonRequiredAttribute";
    public const string JsonSerializableAttribute = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string JsonSourceGenerationOptionsAttribute = "System.Text.Json.Serialization.JsonSourceGenerationOptionsAttribute";
    public const string JsonStringEnumConverter = "System.Text.Json.Serialization.JsonStringEnumConverter";
    public const string JsonStringEnumMemberNameAttribute = "System.Text.Json.Serialization.JsonStringEnumMemberNameAttribute";
    public const string JsonTypeInfo = "System.Text.Json.Serialization.Metadata.JsonTypeInfo";
    public const string JsonUnmappedMemberHandlingAttribute = "System.Text.Json.Serialization.JsonUnmappedMemberHandlingAttribute";

    public const string DbBatch = "System.Data.Common.DbBatch";
    public const string DbCommand = "System.Data.Common.DbCommand";
    public const string DbConnectionInterface = "System.Data.IDbConnection";
    public const string NpgsqlConnection = "Npgsql.NpgsqlConnection";
    public const string NpgsqlDataSource = "Npgsql.NpgsqlDataSource";
    public const string SqliteConnection = "Microsoft.Data.Sqlite.SqliteConnection";

    public const string ActivatorUtilitiesConstructorAttribute = "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute";
    public const string DbContext = "Microsoft.EntityFrameworkCore.DbContext";
    public const string DbContextOptionsBuilder = "Microsoft.EntityFrameworkCore.DbContextOptionsBuilder";
    public const string DbSet = "Microsoft.EntityFrameworkCore.DbSet";
    public const string EntityFramework = "Microsoft.EntityFrameworkCore";
    public const string EntityTypeConfiguration = "Microsoft.EntityFrameworkCore.IEntityTypeConfiguration";
    public const string FromKeyedServicesAttribute = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";
}
