import Foundation
import Questions

extension OutcomeFileHeader: Codable {
    private enum CodingKeys: String, CodingKey {
        case format = "format"
        case version = "version"
        case run = "run"
        case runs = "runs"
        case cells = "cells"
        case lists = "lists"
        case samples = "samples"
        case outcomes = "outcomes"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(format, forKey: .format)
        try object.encode(version, forKey: .version)
        try object.encode(run, forKey: .run)
        try object.encodeIfPresent(runs, forKey: .runs)
        try object.encode(cells, forKey: .cells)
        try object.encode(lists, forKey: .lists)
        try object.encode(samples, forKey: .samples)
        try object.encode(outcomes, forKey: .outcomes)
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        format = try object.decode(String.self, forKey: .format)
        version = try object.decode(Int.self, forKey: .version)
        run = try object.decode(RunRecord.self, forKey: .run)
        runs = try object.decodeIfPresent([RunRecord].self, forKey: .runs)
        cells = try object.decode([Cell].self, forKey: .cells)
        lists = try object.decode([[[Int]]].self, forKey: .lists)
        samples = try object.decode(Int.self, forKey: .samples)
        outcomes = try object.decode(Int.self, forKey: .outcomes)
    }
}

extension OutcomeFileHeader.Cell: Codable {
    private enum CodingKeys: String, CodingKey {
        case network = "network"
        case method = "method"
        case configuration = "configuration"
        case list = "list"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(network, forKey: .network)
        try object.encode(method, forKey: .method)
        try object.encode(configuration, forKey: .configuration)
        try object.encode(list, forKey: .list)
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        network = try object.decode(String.self, forKey: .network)
        method = try object.decode(String.self, forKey: .method)
        configuration = try object.decode(Questions.Configuration.self, forKey: .configuration)
        list = try object.decode(Int.self, forKey: .list)
    }
}

extension OutcomeFileHeader.Mark: Decodable {
    private enum CodingKeys: String, CodingKey {
        case format = "format"
        case version = "version"
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        format = try object.decode(String.self, forKey: .format)
        version = try object.decode(Int.self, forKey: .version)
    }
}
