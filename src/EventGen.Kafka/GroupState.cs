using System.Text;
using System.Text.Json;

namespace EventGen.Kafka;

/// <summary>How a client of a group fares, as it tells in its statistics.</summary>
/// <param name="HasBroker">Whether a broker of the cluster answers.</param>
/// <param name="HasCoordinator">Whether the broker that coordinates the group answers.</param>
/// <param name="IsSteady">Whether the client has its partitions, and the group is not distributing them.</param>
internal readonly record struct GroupState(bool HasBroker, bool HasCoordinator, bool IsSteady)
{
    /// <summary>Reads the statistics of librdkafka.</summary>
    public static GroupState Parse(string statistics)
    {
        bool hasBroker = false, hasCoordinator = false, isSteady = false;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(statistics));
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            if (reader.ValueTextEquals("brokers"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) hasBroker |= IsUp(ref reader);
            }
            else if (reader.ValueTextEquals("cgrp"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isState = reader.ValueTextEquals("state"u8), isJoinState = reader.ValueTextEquals("join_state"u8);
                    reader.Read();
                    hasCoordinator |= isState && reader.ValueTextEquals("up"u8);
                    isSteady |= isJoinState && reader.ValueTextEquals("steady"u8);
                    reader.Skip();
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new(hasBroker, hasCoordinator, isSteady);
    }

    // Of those with a number; the others stand for one that is known by its address or its task alone.
    private static bool IsUp(ref Utf8JsonReader reader)
    {
        bool isUp = false, isBroker = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isState = reader.ValueTextEquals("state"u8), isNumber = reader.ValueTextEquals("nodeid"u8);
            reader.Read();
            isUp |= isState && reader.ValueTextEquals("UP"u8);
            isBroker |= isNumber && reader.TryGetInt32(out int number) && number >= 0;
            reader.Skip();
        }

        return isUp && isBroker;
    }
}
