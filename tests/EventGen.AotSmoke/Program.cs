using EventGen.AotSmoke.Invoices;
using EventGen.AotSmoke.Labels;
using EventGen.AotSmoke.Parcels;
using Microsoft.Data.Sqlite;
using Npgsql;

#if NET10_0_OR_GREATER
if (args is ["dashboard"])
{
    var served = Directory.CreateTempSubdirectory("eventgen-smoke-");
    await EventGen.AotSmoke.Serving.DashboardRun.RunAsync($"Data Source={Path.Combine(served.FullName, "served.db")};Pooling=False");
    served.Delete(recursive: true);
    return;
}
#endif

// With the connection string of a PostgreSQL, the run of durable events alone, there.
if (args is [var postgreSql])
{
    await new DurableRun(() => new NpgsqlConnection(postgreSql), builder => builder.AddPostgreSqlOutbox(postgreSql)).RunAsync();
    return;
}

// With the address of a broker, the run between two hosts alone.
if (args is [var name, var address])
{
    var files = Directory.CreateTempSubdirectory("eventgen-smoke-");
    BrokerRun run = name switch
    {
        "nats" => new("NATS", "NatsAddress", static (events, configuration) => events.AddNats("archive", configuration, static options => options.Stream = "smoke")),
        "kafka" => new("Kafka", "KafkaServers", static (events, configuration) => events.AddKafka("archive", configuration, static options => options.Topic = "smoke")),
        _ => new("RabbitMQ", "RabbitMQAddress", static (events, configuration) => events.AddRabbitMQ("archive", configuration)),
    };
    await run.RunAsync(address, files.FullName);
    files.Delete(recursive: true);
    return;
}

await AmbientRun.RunAsync();
await CreatedRun.RunAsync();

var folder = Directory.CreateTempSubdirectory("eventgen-smoke-");
await HostedRun.RunAsync(Sqlite("hosted.db"));
await new DurableRun(() => new SqliteConnection(Sqlite("durable.db")), builder => builder.AddSqliteOutbox(Sqlite("durable.db"))).RunAsync();
folder.Delete(recursive: true);

string Sqlite(string file) => $"Data Source={Path.Combine(folder.FullName, file)};Pooling=False";
